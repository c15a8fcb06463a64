package io.penstock.workflows.kubernetes;

import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.deployment.DeploymentInput;
import io.penstock.workflows.deployment.Fence;
import io.penstock.workflows.deployment.Options;
import io.penstock.workflows.deployment.Plan.PlannedStage;
import io.penstock.workflows.deployment.Run;
import io.penstock.workflows.deployment.StageOutcome;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.kubernetes.KubernetesActivities.Source;
import io.penstock.workflows.kubernetes.KubernetesActivities.StageRequest;
import io.penstock.workflows.stage.KubernetesStage;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How Kubernetes stages proceed: write, then wait until what was written is available.
public final class KubernetesStages {
    private static final Duration RENDER = Duration.ofMinutes(5);
    private static final Duration WRITE = Duration.ofMinutes(10);

    private final Run run;

    public KubernetesStages(Run run) {
        this.run = run;
    }

    /// Why a stage cannot run in this version, null when it can.
    public static @Nullable String refusal(KubernetesStage stage) {
        return switch (stage) {
            case KubernetesStage.Sync _,
                    KubernetesStage.PrimaryRollout _,
                    KubernetesStage.CanaryRollout _,
                    KubernetesStage.CanaryClean _,
                    KubernetesStage.Rollback _ -> null;
            case KubernetesStage.BaselineRollout _ -> "K8S_BASELINE_ROLLOUT is not built yet";
            case KubernetesStage.BaselineClean _ -> "K8S_BASELINE_CLEAN is not built yet";
            case KubernetesStage.TrafficRouting _ -> "K8S_TRAFFIC_ROUTING is not built yet";
        };
    }

    /// Whether a stage deletes what the application no longer contains.
    public static boolean prunes(KubernetesStage stage) {
        return switch (stage) {
            case KubernetesStage.Sync sync -> sync.prune();
            case KubernetesStage.PrimaryRollout primary -> primary.prune();
            case KubernetesStage.Rollback rollback -> rollback.prune();
            case KubernetesStage.CanaryRollout _,
                    KubernetesStage.CanaryClean _,
                    KubernetesStage.BaselineRollout _,
                    KubernetesStage.BaselineClean _,
                    KubernetesStage.TrafficRouting _ -> false;
        };
    }

    /// The rendering that every deployment begins with.
    public static KubernetesActivities renderer(DeploymentInput input) {
        return stub(input, RENDER, Options.WEATHER, "render " + input.path());
    }

    public StageOutcome run(PlannedStage planned, KubernetesStage stage) {
        var limit = run.limit(planned, Options.WEATHER);
        var fence = run.input().fence(planned.index());
        var request = new StageRequest(
                run.input().deployment(),
                run.input().application(),
                run.bundle(),
                run.input().runningBundle(),
                planned.source(),
                planned.sourceIndex(),
                fence);
        return switch (stage) {
            case KubernetesStage.Sync _, KubernetesStage.PrimaryRollout _, KubernetesStage.CanaryRollout _ ->
                rollOut(run.input(), request, limit, planned.name());
            case KubernetesStage.CanaryClean _ -> clean(request, limit, planned.name());
            case KubernetesStage.BaselineRollout _,
                    KubernetesStage.BaselineClean _,
                    KubernetesStage.TrafficRouting _,
                    KubernetesStage.Rollback _ ->
                new StageOutcome.Failed(planned.name() + " cannot stand in a pipeline");
        };
    }

    /// Brings back what ran before, from its bundle, without Git.
    ///
    /// @param index the rollback's place after the plan's stages
    public static StageOutcome rollBack(DeploymentInput input, BlobId running, int index) {
        var request = new StageRequest(
                input.deployment(),
                input.application(),
                running,
                running,
                Source.ROLLBACK,
                index,
                input.fence(Fence.ROLLBACK_STEP));
        return rollOut(input, request, Options.ROLLBACK, "ROLLBACK");
    }

    private static StageOutcome rollOut(DeploymentInput input, StageRequest request, Duration limit, String name) {
        try {
            var begun = Workflow.currentTimeMillis();
            var applied = stub(input, WRITE, limit, name + ": apply").apply(request);
            if (applied.workloads() > 0) {
                var left = limit.minusMillis(Workflow.currentTimeMillis() - begun);
                var patience = left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
                stub(input, patience, patience, name + ": wait until ready").awaitReady(request);
            }
            return new StageOutcome.Succeeded();
        } catch (ActivityFailure e) {
            return StageOutcome.of(e);
        }
    }

    private StageOutcome clean(StageRequest request, Duration limit, String name) {
        try {
            stub(run.input(), WRITE, limit, name + ": delete").clean(request);
            return new StageOutcome.Succeeded();
        } catch (ActivityFailure e) {
            return StageOutcome.of(e);
        }
    }

    private static KubernetesActivities stub(DeploymentInput input, Duration attempt, Duration total, String summary) {
        return Workflow.newActivityStub(
                KubernetesActivities.class,
                Options.cluster(TemporalNames.queue(input.cluster()), attempt, total, summary));
    }
}
