package io.penstock.workflows.deployment;

import io.penstock.workflows.id.CommandId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.kubernetes.KubernetesActivities.Rendered;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a deployment reads from and writes to the control plane's database. Runs as local activities, at least
/// once.
@ActivityInterface
public interface RecordActivities {
    /// Records the facts that came before, decides the plan (`Planner`) and records it as the next fact, all in
    /// one transaction: `before` takes the sequences from `first` on, the `Planned` fact the one after them and,
    /// where `opening` asks for it, the start of the plan's opening stage the next. The workflow goes on from the
    /// returned plan, whatever a newer planner would say. Idempotent as `facts` is. The application's
    /// configuration, labels and state are set from the rendered configuration, and its chain is laid out where
    /// it has one.
    @ActivityMethod(name = "record.plan")
    Plan plan(PlanRequest request);

    /// Appends facts to the journal and folds them into what the console shows. Idempotent by (deployment, run,
    /// sequence): the same content again changes nothing; other content withdraws that run's facts from there on.
    /// An older run changes the journal only. A `Finished` fact also closes the intent, tells its chain, and lets
    /// the
    /// next intent's lane know.
    @ActivityMethod(name = "record.facts")
    void facts(FactBatch batch);

    /// Verifies the row behind an update or signal and consumes it for this deployment and stage. Idempotent by
    /// (command, deployment, stage): asked again it gives the same answer. A row that does not exist, was issued
    /// for
    /// another deployment, stage or plan, is used up, or whose author lost the right, is refused.
    @ActivityMethod(name = "record.verify")
    Verdict verify(Verification verification);

    /// Facts in order, numbered from `first`.
    record FactBatch(DeploymentId deployment, String runId, int first, List<Fact> facts) {}

    /// What the plan is decided on.
    ///
    /// @param at the workflow's time
    /// @param opening whether the start of the plan's opening stage is recorded with it
    record PlanRequest(
            DeploymentInput input,
            String runId,
            int first,
            List<Fact> before,
            Instant at,
            Rendered rendered,
            boolean opening) {
        /// The start of the plan's opening stage, where it is recorded with the plan.
        public List<Fact> begun(Plan plan) {
            var stage = plan.opening();
            return !opening || stage == null
                    ? List.of()
                    : List.of(new Fact.StageStarted(at, stage.index(), stage.name(), false));
        }
    }

    /// Which row is presented, by its id or by a token issued for it.
    ///
    /// @param stage the stage that waits, null when the deployment as a whole is meant
    record Verification(
            DeploymentId deployment,
            @Nullable Integer stage,
            @Nullable String planDigest,
            @Nullable CommandId command,
            @Nullable String token) {}

    /// What the row says.
    ///
    /// @param refusal why it counts for nothing, null when it counts
    /// @param kind null exactly when refused
    /// @param approvals how many different people have approved this stage and plan by now
    record Verdict(
            @Nullable String refusal,
            @Nullable CommandKind kind,
            @Nullable String by,
            @Nullable String reason,
            int approvals) {}

    /// What a command asks of a running deployment.
    enum CommandKind {
        APPROVE,
        REJECT,
        CANCEL_WITH_ROLLBACK,
        CANCEL_WITHOUT_ROLLBACK
    }
}
