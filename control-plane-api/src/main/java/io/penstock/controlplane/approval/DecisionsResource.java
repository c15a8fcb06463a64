package io.penstock.controlplane.approval;

import io.penstock.controlplane.answer.Answers;
import io.penstock.controlplane.answer.Millis;
import io.penstock.controlplane.answer.Required;
import io.penstock.controlplane.answer.View;
import io.penstock.controlplane.auth.Caller;
import io.penstock.controlplane.auth.ShownOnce;
import io.penstock.controlplane.deployment.DeploymentView;
import io.penstock.controlplane.deployment.Deployments;
import io.penstock.controlplane.error.Refusal;
import io.penstock.workflows.deployment.RecordActivities.CommandKind;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What people and programs decide about a deployment that runs. Each answers with the deployment as it stands; the
/// decision counts once the workflow has taken it, which `approvals` shows.
@Path("/v1/deployments")
public final class DecisionsResource {
    private static final int LONGEST_REASON = 2_000;

    private final Decisions decisions;
    private final Deployments deployments;

    public DecisionsResource(Jdbi jdbi, Deployments deployments) {
        this.decisions = new Decisions(jdbi, deployments);
        this.deployments = deployments;
    }

    /// @param stage id, place, or name where only one has it; null means the only stage that waits
    public record Approve(@Nullable String stage) {}

    /// @param stage as in an approval
    /// @param reason for who asked for the deployment
    public record Reject(
            @Nullable String stage, @Required @Nullable String reason) {}

    /// @param rollback whether what was done so far is undone, true unless said
    public record Cancel(@Nullable Boolean rollback) {}

    /// @param token shown once; signal it to the workflow as the argument of `approve`
    /// @param command what to run with Temporal's own program
    public record ApprovalTokenView(
            String token,
            UUID deployment,
            String stage,
            @Millis Instant expiresAt,
            String workflowId,
            String signal,
            String command)
            implements View {
        @Override
        public String toString() {
            return "ApprovalTokenView " + deployment;
        }
    }

    @POST
    @Path("{id}/approve")
    @Answers(202)
    public DeploymentView approve(
            @PathParam("id") String id, @Nullable Approve body, @Context SecurityContext security) {
        var deployment = Deployments.id(id);
        var wish = new Decisions.Wish(body == null ? null : body.stage(), null);
        decisions.decide(Caller.of(security), deployment, CommandKind.APPROVE, wish);
        return deployments.get(deployment);
    }

    @POST
    @Path("{id}/reject")
    @Answers(202)
    public DeploymentView reject(@PathParam("id") String id, @Nullable Reject body, @Context SecurityContext security) {
        var deployment = Deployments.id(id);
        var reason = body == null ? null : body.reason();
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new Refusal.Invalid(
                    "reason", reason == null ? "" : reason, "why, in 1 to " + LONGEST_REASON + " characters");
        }
        var wish = new Decisions.Wish(body == null ? null : body.stage(), reason);
        decisions.decide(Caller.of(security), deployment, CommandKind.REJECT, wish);
        return deployments.get(deployment);
    }

    @POST
    @Path("{id}/cancel")
    @Answers(202)
    public DeploymentView cancel(@PathParam("id") String id, @Nullable Cancel body, @Context SecurityContext security) {
        var deployment = Deployments.id(id);
        var rollback = body == null || body.rollback() == null || body.rollback();
        decisions.cancel(
                Caller.of(security),
                deployment,
                rollback ? CommandKind.CANCEL_WITH_ROLLBACK : CommandKind.CANCEL_WITHOUT_ROLLBACK);
        return deployments.get(deployment);
    }

    @POST
    @Path("{id}/approval-tokens")
    @Answers(201)
    @ShownOnce
    public ApprovalTokenView token(
            @PathParam("id") String id, @Nullable Approve body, @Context SecurityContext security) {
        var deployment = Deployments.id(id);
        var token = decisions.token(Caller.of(security), deployment, body == null ? null : body.stage());
        var command = "temporal workflow signal --workflow-id " + token.workflowId() + " --name approve --input '\""
                + token.value() + "\"'";
        return new ApprovalTokenView(
                token.value(), deployment, token.stage(), token.expiresAt(), token.workflowId(), "approve", command);
    }
}
