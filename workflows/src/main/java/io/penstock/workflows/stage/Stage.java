package io.penstock.workflows.stage;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;

/// One step of a deployment, with its options; on the wire the options stand beside `name`.
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "name")
@JsonTypeIdResolver(SealedTypes.class)
public sealed interface Stage
        permits ControlStage, KubernetesStage, MultiClusterStage, TerraformStage, CloudRunStage, LambdaStage, EcsStage {

    /// The stage's name, such as `K8S_SYNC`.
    default String stageName() {
        return StageNames.annotation(getClass()).value();
    }
}
