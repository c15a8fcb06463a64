package io.penstock.workflows.stage;

/// A stage of Cloud Run.
public sealed interface CloudRunStage extends Stage {
    /// Deploys the new revision with all traffic.
    @StageName(value = "CLOUDRUN_SYNC", doc = "Deploys the new revision with all traffic.")
    record Sync() implements CloudRunStage {}

    /// Gives the new revision a share of the traffic.
    @StageName(value = "CLOUDRUN_PROMOTE", doc = "Gives the new revision a share of the traffic.")
    record Promote(
            @Doc(value = "Share of the new revision.", unit = "percent", fallback = "0")
            Percent percent) implements CloudRunStage {}

    /// Gives the revision that ran before all traffic.
    @StageName(value = "CLOUDRUN_ROLLBACK", doc = "Gives the revision that ran before all traffic.", planned = true)
    record Rollback() implements CloudRunStage {}
}
