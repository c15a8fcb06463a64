package io.penstock.workflows.stage;

/// A stage of Lambda.
public sealed interface LambdaStage extends Stage {
    /// Publishes the new version with all traffic.
    @StageName(value = "LAMBDA_SYNC", doc = "Publishes the new version with all traffic.")
    record Sync() implements LambdaStage {}

    /// Publishes the new version without traffic.
    @StageName(value = "LAMBDA_CANARY_ROLLOUT", doc = "Publishes the new version without traffic.")
    record CanaryRollout() implements LambdaStage {}

    /// Gives the new version a share of the traffic.
    @StageName(value = "LAMBDA_PROMOTE", doc = "Gives the new version a share of the traffic.")
    record Promote(
            @Doc(value = "Share of the new version.", unit = "percent", fallback = "0")
            Percent percent) implements LambdaStage {}

    /// Gives the version that ran before all traffic.
    @StageName(value = "LAMBDA_ROLLBACK", doc = "Gives the version that ran before all traffic.", planned = true)
    record Rollback() implements LambdaStage {}
}
