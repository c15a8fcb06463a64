package io.penstock.workflows.stage;

/// A stage of Terraform.
public sealed interface TerraformStage extends Stage {
    /// Plans, and applies when something changes.
    @StageName(value = "TERRAFORM_SYNC", doc = "Plans, and applies when something changes.")
    record Sync() implements TerraformStage {}

    /// Plans only.
    @StageName(value = "TERRAFORM_PLAN", doc = "Plans only.")
    record Plan(
            @Doc("End the deployment as succeeded when nothing changes.")
            boolean exitOnNoChanges) implements TerraformStage {}

    /// Applies.
    @StageName(value = "TERRAFORM_APPLY", doc = "Applies what was planned.")
    record Apply() implements TerraformStage {}

    /// Applies the commit that ran before.
    @StageName(value = "TERRAFORM_ROLLBACK", doc = "Applies the commit that ran before.", planned = true)
    record Rollback() implements TerraformStage {}
}
