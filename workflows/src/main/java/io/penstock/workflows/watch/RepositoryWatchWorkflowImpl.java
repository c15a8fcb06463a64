package io.penstock.workflows.watch;

import io.penstock.workflows.Failures;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.deployment.Options;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.watch.GitActivities.AwaitChange;
import io.penstock.workflows.watch.GitActivities.Change;
import io.penstock.workflows.watch.WatchActivities.Parked;
import io.penstock.workflows.watch.WatchActivities.PositionRequest;
import io.penstock.workflows.watch.WatchActivities.RecordChange;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Keeps one activity open that returns when the branch moves; an idle repository adds nothing to the history
/// for an hour, then a new run begins.
public final class RepositoryWatchWorkflowImpl implements RepositoryWatchWorkflow {
    private static final Duration RUN = Duration.ofHours(1);
    /// Registrations often come in swarms: those that come within this time are looked at together.
    private static final Duration GATHER = Duration.ofMillis(200);

    private static final String PARKED_FOR_MINUTES = "parked-for-minutes-not-an-hour";
    private static final int CHANGES_PER_RUN = 500;

    private final WatchActivities activities = Workflow.newLocalActivityStub(WatchActivities.class, Options.record());
    private Duration pause = Options.PARKED;
    private boolean changed;
    private boolean parked;

    @Override
    public void watch(WatchInput input) {
        var since = input.since();
        var everything = since == null;
        for (var changes = 0; changes < CHANGES_PER_RUN; changes++) {
            var position = activities.position(new PositionRequest(input.cluster(), input.repository()));
            if (!position.wanted() && !changed) {
                return;
            }
            since = position.since();
            // Also what was told while a change was recorded.
            everything |= changed;
            changed = false;
            switch (next(input, everything ? null : since)) {
                case Moved moved -> {
                    activities.record(new RecordChange(input.cluster(), input.repository(), moved.change()));
                    Workflow.setCurrentDetails("At " + moved.change().to());
                    everything = false;
                    unpark(input);
                }
                case Asked _ -> {
                    Workflow.sleep(GATHER);
                    everything = true;
                }
                case Stuck stuck -> {
                    activities.parked(new Parked(input.cluster(), input.repository(), stuck.cause()));
                    Workflow.setCurrentDetails("Parked: " + stuck.cause());
                    park(input);
                    everything = true;
                }
                case HourOver _ -> {
                    unpark(input);
                    Workflow.continueAsNew(new WatchInput(input.cluster(), input.repository(), since));
                }
            }
        }
        Workflow.continueAsNew(new WatchInput(input.cluster(), input.repository(), since));
    }

    @Override
    public void changed() {
        changed = true;
    }

    /// Waits until something changed, for longer each time: a branch is also made without anybody telling.
    private void park(WatchInput input) {
        if (Workflow.getVersion(PARKED_FOR_MINUTES, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION) {
            Workflow.await(RUN, () -> changed);
            activities.parked(new Parked(input.cluster(), input.repository(), null));
            return;
        }
        Workflow.await(pause, () -> changed);
        pause = Options.parkedLonger(pause);
        parked = true;
    }

    /// The cause is shown until it is known to be gone.
    private void unpark(WatchInput input) {
        if (parked) {
            activities.parked(new Parked(input.cluster(), input.repository(), null));
            parked = false;
            pause = Options.PARKED;
        }
    }

    private Next next(WatchInput input, @Nullable CommitId since) {
        CompletablePromise<Promise<Change>> started = Workflow.newPromise();
        var scope = Workflow.newCancellationScope(() ->
                started.complete(Async.function(git(input)::awaitChange, new AwaitChange(input.repository(), since))));
        scope.run();
        var change = started.get();
        Workflow.await(() -> change.isCompleted() || changed);
        if (!change.isCompleted()) {
            scope.cancel();
            return new Asked();
        }
        return outcome(change);
    }

    private static Next outcome(Promise<Change> change) {
        try {
            return new Moved(change.get());
        } catch (ActivityFailure e) {
            return switch (e.getCause()) {
                case TimeoutFailure _ -> new HourOver();
                case CanceledFailure _ -> throw e;
                case ApplicationFailure failure
                when Failures.PARKED.equals(failure.getType()) -> new Stuck(failure.getOriginalMessage());
                case null, default -> new Stuck(Failures.sentence(e));
            };
        }
    }

    private static GitActivities git(WatchInput input) {
        return Workflow.newActivityStub(
                GitActivities.class,
                ActivityOptions.newBuilder(Options.cluster(
                                TemporalNames.queue(input.cluster()), RUN, RUN, "wait for " + input.repository()))
                        .setCancellationType(ActivityCancellationType.TRY_CANCEL)
                        .build());
    }

    /// What ended the wait.
    private sealed interface Next permits Moved, Asked, Stuck, HourOver {}

    private record Moved(Change change) implements Next {}

    private record Asked() implements Next {}

    private record Stuck(String cause) implements Next {}

    private record HourOver() implements Next {}
}
