package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import io.penstock.workflows.stage.TerraformStage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Terraform part of an application's file.
@JsonTypeName("TERRAFORM")
public record TerraformConfig(
        @Doc("What Terraform is given.") Input input,
        @Doc("Options of a quick sync; there are none.") TerraformStage.Sync quickSync)
        implements PlatformConfig {
    @Override
    public TerraformStage.Rollback rollback() {
        return new TerraformStage.Rollback();
    }

    @Override
    public @Nullable Boolean autoRollback() {
        return input.autoRollback();
    }

    @Override
    public Platform platform() {
        return Platform.TERRAFORM;
    }

    /// What Terraform is given.
    public record Input(
            @Doc("The workspace; Terraform's default one when empty.")
            String workspace,

            @Doc("Version of Terraform.") String terraformVersion,

            @Doc(value = "Variables as name=value; the provider's come first.", freeText = true)
            List<String> vars,

            @Doc("Variable files of the application's directory.")
            List<String> varFiles,

            @Doc("Roll back when a deployment fails; off when absent.") @Nullable
            Boolean autoRollback,

            @Doc("Additional flags by command.") Commands commandFlags,
            @Doc("Environment as NAME=value by command.") Commands commandEnvs) {
        public Input {
            vars = Frozen.list(vars);
            varFiles = Frozen.list(varFiles);
        }
    }

    /// Texts by Terraform's command.
    public record Commands(
            @Doc(value = "For every command.", freeText = true)
            List<String> shared,

            @Doc(value = "For init.", freeText = true) List<String> init,
            @Doc(value = "For plan.", freeText = true) List<String> plan,
            @Doc(value = "For apply.", freeText = true) List<String> apply) {
        public Commands {
            shared = Frozen.list(shared);
            init = Frozen.list(init);
            plan = Frozen.list(plan);
            apply = Frozen.list(apply);
        }
    }
}
