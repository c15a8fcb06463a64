package io.penstock.workflows.stage;

/// A stage of ECS.
public sealed interface EcsStage extends Stage {
    /// Deploys the new task set with all traffic.
    @StageName(value = "ECS_SYNC", doc = "Deploys the new task set with all traffic.")
    record Sync(
            @Doc("Stop the running tasks before the new ones start.")
            boolean recreate) implements EcsStage {}

    /// Starts a task set with the new version.
    @StageName(value = "ECS_CANARY_ROLLOUT", doc = "Starts a task set with the new version.")
    record CanaryRollout(
            @Doc(value = "Size of the task set, as a share of the service's.", unit = "percent", fallback = "0")
            Percent scale)
            implements EcsStage {}

    /// Makes the new version the primary task set.
    @StageName(value = "ECS_PRIMARY_ROLLOUT", doc = "Makes the new version the primary task set.")
    record PrimaryRollout() implements EcsStage {}

    /// Divides traffic between primary and canary.
    @StageName(value = "ECS_TRAFFIC_ROUTING", doc = "Divides traffic between primary and canary.")
    record TrafficRouting(
            @Doc(value = "Share of primary; canary gets the rest.", unit = "percent", fallback = "0")
            Percent primary,

            @Doc(value = "Share of canary when primary is 0; primary gets the rest.", unit = "percent", fallback = "0")
            Percent canary)
            implements EcsStage {

        /// The share that canary gets, by PipeCD's rule: primary counts first, and without either all goes to
        /// primary.
        public Percent effectiveCanary() {
            return primary.value() > 0 ? new Percent(100 - primary.value()) : canary;
        }
    }

    /// Removes the canary task set.
    @StageName(value = "ECS_CANARY_CLEAN", doc = "Removes the canary task set.")
    record CanaryClean() implements EcsStage {}

    /// Brings back the task set that ran before.
    @StageName(value = "ECS_ROLLBACK", doc = "Brings back the task set that ran before.", planned = true)
    record Rollback() implements EcsStage {}
}
