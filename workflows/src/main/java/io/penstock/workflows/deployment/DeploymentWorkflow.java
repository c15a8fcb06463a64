package io.penstock.workflows.deployment;

import io.penstock.workflows.id.CommandId;
import io.penstock.workflows.id.DeploymentId;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// One deployment of one application, from its rendering to its last fact. Its outcome is a value: a failed
/// deployment is a completed workflow.
@WorkflowInterface
public interface DeploymentWorkflow {
    @WorkflowMethod(name = "Deployment")
    DeploymentOutcome deploy(DeploymentInput input);

    /// Presents a row of the command table: an approval, a rejection or a cancel. What it asks for is read from the
    /// row and nowhere else. Refused when it names another deployment than the one that runs under this id.
    @UpdateMethod(name = "command")
    void command(CommandReference reference);

    @UpdateValidatorMethod(updateName = "command")
    void validateCommand(CommandReference reference);

    /// Presents a token issued for one person, stage and plan, for who approves with Temporal's own tools.
    @SignalMethod(name = "approve")
    void approve(String token);

    /// The configuration that a parked deployment waits for may have changed: it tries again.
    @SignalMethod(name = "configurationChanged")
    void configurationChanged();

    /// A row of the command table and the deployment it was written for.
    record CommandReference(DeploymentId deployment, CommandId command) {}

    /// How the deployment ended.
    record DeploymentOutcome(DeploymentStatus status, String reason) {}
}
