package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.penstock.workflows.stage.CloudRunStage;
import io.penstock.workflows.stage.Doc;
import org.jspecify.annotations.Nullable;

/// The Cloud Run part of an application's file.
@JsonTypeName("CLOUDRUN")
public record CloudRunConfig(
        @Doc("What is deployed.") Input input,
        @Doc("Options of a quick sync; there are none.") CloudRunStage.Sync quickSync)
        implements PlatformConfig {
    @Override
    public CloudRunStage.Rollback rollback() {
        return new CloudRunStage.Rollback();
    }

    @Override
    public @Nullable Boolean autoRollback() {
        return input.autoRollback();
    }

    @Override
    public Platform platform() {
        return Platform.CLOUDRUN;
    }

    /// What is deployed.
    public record Input(
            @Doc(value = "Manifest of the service.", fallback = "service.yaml")
            String serviceManifestFile,

            @Doc("Roll back when a deployment fails; on when absent.") @Nullable
            Boolean autoRollback) {}
}
