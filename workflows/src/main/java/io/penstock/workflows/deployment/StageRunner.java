package io.penstock.workflows.deployment;

import io.penstock.workflows.control.ControlStages;
import io.penstock.workflows.deployment.Plan.PlannedStage;
import io.penstock.workflows.kubernetes.KubernetesStages;
import io.penstock.workflows.stage.CloudRunStage;
import io.penstock.workflows.stage.ControlStage;
import io.penstock.workflows.stage.EcsStage;
import io.penstock.workflows.stage.KubernetesStage;
import io.penstock.workflows.stage.LambdaStage;
import io.penstock.workflows.stage.MultiClusterStage;
import io.penstock.workflows.stage.Stage;
import io.penstock.workflows.stage.TerraformStage;
import org.jspecify.annotations.Nullable;

/// Which code carries out which stage: every kind of stage stands here, built or refused.
final class StageRunner {
    private final ControlStages control;
    private final KubernetesStages kubernetes;

    StageRunner(Run run) {
        control = new ControlStages(run);
        kubernetes = new KubernetesStages(run);
    }

    /// Why a stage cannot run in this version, null when it can; asked when the plan is made.
    static @Nullable String refusal(Stage stage) {
        return switch (stage) {
            case ControlStage it -> ControlStages.refusal(it);
            case KubernetesStage it -> KubernetesStages.refusal(it);
            case TerraformStage _ -> "Terraform stages are not built yet";
            case CloudRunStage _ -> "Cloud Run stages are not built yet";
            case LambdaStage _ -> "Lambda stages are not built yet";
            case EcsStage _ -> "ECS stages are not built yet";
            case MultiClusterStage _ -> "multi-cluster stages are not built yet";
        };
    }

    StageOutcome run(PlannedStage planned) {
        return switch (planned.stage()) {
            case ControlStage it -> control.run(planned, it);
            case KubernetesStage it -> kubernetes.run(planned, it);
            case TerraformStage _, CloudRunStage _, LambdaStage _, EcsStage _, MultiClusterStage _ ->
                new StageOutcome.Failed(String.valueOf(refusal(planned.stage())));
        };
    }
}
