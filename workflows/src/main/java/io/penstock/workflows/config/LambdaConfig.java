package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.LambdaStage;
import org.jspecify.annotations.Nullable;

/// The Lambda part of an application's file.
@JsonTypeName("LAMBDA")
public record LambdaConfig(
        @Doc("What is deployed.") Input input,
        @Doc("Options of a quick sync; there are none.") LambdaStage.Sync quickSync)
        implements PlatformConfig {
    @Override
    public LambdaStage.Rollback rollback() {
        return new LambdaStage.Rollback();
    }

    @Override
    public @Nullable Boolean autoRollback() {
        return input.autoRollback();
    }

    @Override
    public Platform platform() {
        return Platform.LAMBDA;
    }

    /// What is deployed.
    public record Input(
            @Doc(value = "Manifest of the function.", fallback = "function.yaml")
            String functionManifestFile,

            @Doc("Roll back when a deployment fails; on when absent.") @Nullable
            Boolean autoRollback) {}
}
