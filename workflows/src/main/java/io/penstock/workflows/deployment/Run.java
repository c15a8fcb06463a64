package io.penstock.workflows.deployment;

import io.penstock.workflows.deployment.RecordActivities.Verdict;
import io.penstock.workflows.id.BlobId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the stages of one deployment share while it runs.
public final class Run {
    private final DeploymentInput input;
    private final Plan plan;
    private final BlobId bundle;
    private final Instant deadline;
    private final Journal journal;
    private final Waiting waiting;
    private final Inbox inbox;
    private final Deque<Given> decisions = new ArrayDeque<>();

    Run(DeploymentInput input, Prepared prepared, Parts parts) {
        this.input = input;
        this.plan = prepared.plan();
        this.bundle = prepared.bundle();
        this.deadline = prepared.deadline();
        this.journal = parts.journal();
        this.waiting = parts.waiting();
        this.inbox = parts.inbox();
    }

    public DeploymentInput input() {
        return input;
    }

    public Plan plan() {
        return plan;
    }

    public BlobId bundle() {
        return bundle;
    }

    /// How long a stage that starts now may take: its own time, and never more than the deployment has left.
    public Duration limit(Plan.PlannedStage stage, Duration otherwise) {
        var own = stage.timeout() == null ? otherwise : stage.timeout();
        var left = Duration.between(Journal.now(), deadline);
        if (left.isNegative() || left.isZero()) {
            return Duration.ofMillis(1);
        }
        return own.compareTo(left) < 0 ? own : left;
    }

    /// Waits with a cause that people can read; false when the time is over first.
    public boolean await(Plan.PlannedStage stage, Reason reason, Duration limit, Supplier<Boolean> met) {
        return waiting.until(stage.index(), reason, limit, met);
    }

    /// From here on people may decide on the stage: what they decide on is recorded by now.
    public void ask(Plan.PlannedStage stage) {
        journal.flush();
        inbox.listen(stage.index(), plan.digest());
    }

    /// From here on nobody is asked.
    public void asked() {
        inbox.listen(null, null);
    }

    /// Waits for the next decision of a person on the stage that is asked for; null when the time is over first.
    /// What was decided on another stage and came too late for it counts for nothing here.
    public @Nullable Verdict decision(Plan.PlannedStage stage, Reason reason, Instant until) {
        journal.flush();
        decisions.removeIf(given -> given.stage() != stage.index());
        var limit = Duration.between(Journal.now(), until);
        if (decisions.isEmpty() && (limit.isNegative() || limit.isZero())) {
            return null;
        }
        waiting.until(
                stage.index(),
                reason,
                limit,
                () -> decisions.stream().anyMatch(given -> given.stage() == stage.index()));
        decisions.removeIf(given -> given.stage() != stage.index());
        var given = decisions.poll();
        return given == null ? null : given.verdict();
    }

    void decided(int stage, Verdict verdict) {
        decisions.add(new Given(stage, verdict));
    }

    /// Records what a person decided.
    public void note(Fact.Decided fact) {
        journal.add(fact);
    }

    /// A plan, what it was made from, and until when it may run.
    record Prepared(Plan plan, BlobId bundle, Instant deadline) {}

    /// A decision, and the stage that was asked for when its row was verified.
    private record Given(int stage, Verdict verdict) {}

    /// The parts that a run talks to.
    record Parts(Journal journal, Waiting waiting, Inbox inbox) {}
}
