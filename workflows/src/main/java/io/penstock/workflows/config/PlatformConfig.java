package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import io.penstock.workflows.stage.SealedTypes;
import io.penstock.workflows.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The part of an application's file that belongs to its platform.
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "type")
@JsonTypeIdResolver(SealedTypes.class)
public sealed interface PlatformConfig
        permits KubernetesConfig, MultiClusterConfig, TerraformConfig, CloudRunConfig, LambdaConfig, EcsConfig {
    /// The one stage of a quick sync.
    Stage quickSync();

    /// The stage that brings back what ran before.
    Stage rollback();

    /// The `input.autoRollback` of the file, null when it does not say.
    @Nullable
    Boolean autoRollback();

    /// The platform.
    Platform platform();
}
