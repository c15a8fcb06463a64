package io.penstock.workflows.deployment;

import io.penstock.workflows.kubernetes.KubernetesActivities.Source;
import io.penstock.workflows.stage.Stage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a deployment will do, decided once and recorded before it begins.
///
/// @param engine the version of the planner that decided
/// @param reason the sentence that says why this strategy
/// @param digest covers content, stages, tools and target; approvals are bound to it
/// @param rollback whether a failure goes back to what ran before
/// @param refusal why nothing can be done, null when the stages can run
public record Plan(
        int engine,
        Strategy strategy,
        String reason,
        String digest,
        List<PlannedStage> stages,
        boolean rollback,
        Duration timeout,
        @Nullable String refusal) {
    /// The stage that starts as soon as the plan stands; null when none runs or the first is left out.
    public @Nullable PlannedStage opening() {
        return refusal != null || stages.isEmpty() || stages.getFirst().skipped() ? null : stages.getFirst();
    }

    /// One stage of the plan.
    ///
    /// @param index its place in the plan; the rollback's comes after all others
    /// @param sourceIndex its place in the configuration's pipeline
    /// @param skipped whether its `skipOn` leaves it out
    public record PlannedStage(
            String id,
            int index,
            String name,
            String description,
            Source source,
            int sourceIndex,
            Stage stage,
            @Nullable Duration timeout,
            boolean skipped) {}
}
