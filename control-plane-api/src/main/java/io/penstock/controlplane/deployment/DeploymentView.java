package io.penstock.controlplane.deployment;

import io.penstock.controlplane.answer.Millis;
import io.penstock.controlplane.answer.View;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.deployment.StageStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A deployment for people and programs.
///
/// @param application, project, cluster are names
/// @param number grows by one with every deployment of the application; null before its turn came
/// @param summary what goes out, in a sentence; null before it is planned
/// @param changes how many objects change, in a sentence; null until the piped uploaded them
/// @param target of a rollback: the deployment to go back to
/// @param notices what its readers should know and that stops nothing
public record DeploymentView(
        UUID id,
        @Nullable Long number,
        String application,
        UUID applicationId,
        String project,
        String cluster,
        @Nullable CommitView commit,
        TriggerView trigger,
        @Nullable String strategy,
        @Nullable String strategyReason,
        DeploymentStatus status,
        @Nullable String statusReason,
        @Nullable String summary,
        @Nullable String changes,
        @Nullable String planDigest,
        @Millis Instant createdAt,
        @Millis @Nullable Instant startedAt,
        @Millis @Nullable Instant finishedAt,
        List<StageView> stages,
        List<WaitingView> waiting,
        List<ApprovalView> approvals,
        List<String> notices,
        @Nullable ChainPlaceView chain,
        @Nullable UUID target,
        @Nullable WorkflowView workflow)
        implements View {
    /// @param message null until the commit is rendered
    public record CommitView(
            String hash,
            @Nullable String message,
            @Nullable String author,
            @Millis @Nullable Instant time) implements View {}

    /// @param by who asked, null when a push did
    public record TriggerView(String kind, @Nullable String by, String reason) implements View {}

    /// @param waiting what the stage waits for, null when it moves
    public record StageView(
            String id,
            String name,
            String description,
            int index,
            StageStatus status,
            @Nullable String statusReason,
            @Millis @Nullable Instant startedAt,
            @Millis @Nullable Instant finishedAt,
            int attempts,
            boolean rollback,
            @Nullable WaitingView waiting)
            implements View {}

    /// Why nothing moves, since when, and what would unblock it.
    ///
    /// @param stage the stage's id, null when the deployment as a whole waits
    public record WaitingView(
            String cause,
            @Millis Instant since,
            String unblock,
            @Nullable String stage) implements View {}

    /// What somebody decided on a stage.
    ///
    /// @param stage the stage's id
    /// @param state ACCEPTED until the workflow took it, then COUNTED or REFUSED
    public record ApprovalView(
            UUID id,
            String stage,
            String by,
            Decision decision,
            @Nullable String reason,
            @Millis Instant at,
            State state,
            @Nullable String refusal)
            implements View {
        public enum Decision {
            APPROVED,
            REJECTED
        }

        public enum State {
            ACCEPTED,
            COUNTED,
            REFUSED
        }
    }

    /// Which chain the deployment is a node of.
    public record ChainPlaceView(UUID id, @Nullable Integer block) implements View {}

    /// @param url in Temporal's UI, null where that is not known
    public record WorkflowView(
            String workflowId,
            @Nullable String runId,
            @Nullable String url) implements View {}

    /// A row of the command table, without its secret.
    record DecisionRow(
            UUID id,
            UUID deployment,
            String kind,
            @Nullable Integer stage,
            String principalName,
            @Nullable String reason,
            Instant createdAt,
            @Nullable Instant usedAt,
            @Nullable String refusal,
            @Nullable String unsentError) {}
}
