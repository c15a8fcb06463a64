package io.penstock.controlplane.approval;

import io.penstock.controlplane.Ids;
import io.penstock.controlplane.approval.DecisionDao.CommandRow;
import io.penstock.controlplane.approval.DecisionDao.OpenRow;
import io.penstock.controlplane.audit.Audit;
import io.penstock.controlplane.auth.Caller;
import io.penstock.controlplane.auth.Secrets;
import io.penstock.controlplane.deployment.Deployments;
import io.penstock.controlplane.deployment.Endings;
import io.penstock.controlplane.deployment.StageRow;
import io.penstock.controlplane.error.Refusal;
import io.penstock.controlplane.outbox.Outbox;
import io.penstock.workflows.deployment.RecordActivities.CommandKind;
import io.penstock.workflows.deployment.StageStatus;
import io.penstock.workflows.id.CommandId;
import io.penstock.workflows.id.DeploymentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Writes what somebody decides as a row that the workflow verifies, together with the message that names it.
final class Decisions {
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

    private final Jdbi jdbi;
    private final Deployments deployments;

    Decisions(Jdbi jdbi, Deployments deployments) {
        this.jdbi = jdbi;
        this.deployments = deployments;
    }

    /// A token that approves one stage and plan once, in the name of who asked for it.
    record Token(String value, String stage, Instant expiresAt, String workflowId) {}

    /// Approves or rejects the stage that waits.
    void decide(Caller who, UUID deployment, CommandKind kind, Wish wish) {
        jdbi.useTransaction(handle -> {
            var open = open(handle, deployment);
            var stage = waiting(handle, who, open, wish.stage());
            write(handle, who, new Command(open, kind, stage, wish.reason()));
        });
    }

    /// What a person says with a decision.
    ///
    /// @param stage its id, name or place; null means the only one that waits
    record Wish(@Nullable String stage, @Nullable String reason) {}

    /// Cancels the deployment: at once while no lane has begun it, else by its workflow.
    void cancel(Caller who, UUID deployment, CommandKind kind) {
        jdbi.useTransaction(handle -> {
            var open = open(handle, deployment);
            if (!open.claimed()
                    && Endings.withdraw(
                            handle,
                            new DeploymentId(deployment.toString()),
                            "cancelled by " + who.name() + " before it began")) {
                Audit.write(handle, who, "deployment.cancel", deployment.toString());
                return;
            }
            write(handle, who, new Command(open, kind, null, null));
        });
    }

    Token token(Caller who, UUID deployment, @Nullable String reference) {
        return jdbi.inTransaction(handle -> {
            var open = open(handle, deployment);
            var stage = waiting(handle, who, open, reference);
            var dao = handle.attach(DecisionDao.class);
            var workflow = dao.workflow(deployment)
                    .orElseThrow(() -> new Refusal.Conflict("The deployment has no workflow yet."));
            var value = "pat_" + Secrets.fresh();
            var until = Instant.now().plus(TOKEN_LIFE);
            var row = new CommandRow(
                    Ids.fresh(),
                    deployment,
                    CommandKind.APPROVE.name(),
                    stage.index(),
                    open.planDigest(),
                    who.principal(),
                    who.name(),
                    null,
                    until);
            dao.write(row, Secrets.sha256(value));
            Audit.write(
                    handle,
                    who,
                    new Audit.Entry("deployment.token", deployment.toString(), Map.of("stage", stage.id())));
            return new Token(value, stage.id(), until, workflow);
        });
    }

    private static OpenRow open(Handle handle, UUID deployment) {
        var row = handle.attach(DecisionDao.class)
                .deployment(deployment)
                .orElseThrow(() -> new Refusal.NotFound("deployment", deployment.toString()));
        if (row.ended()) {
            throw new Refusal.Conflict("The deployment has ended: "
                    + row.status().toLowerCase(Locale.ROOT).replace('_', ' ') + ".");
        }
        return row;
    }

    private StageRow waiting(Handle handle, Caller who, OpenRow open, @Nullable String reference) {
        var stages = deployments.stages(open.id());
        var waiting = stages.stream().filter(Decisions::waits).toList();
        var stage = reference == null || reference.isBlank() ? only(waiting) : named(stages, reference);
        if (!waits(stage)) {
            throw new Refusal.Conflict("Stage " + stage.name() + " (" + stage.id() + ") does not wait for an approval: "
                    + "it is " + stage.status().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ".");
        }
        var approvers = handle.attach(DecisionDao.class).approvers(open.id(), stage.index());
        if (!approvers.isEmpty() && !approvers.contains(who.name())) {
            throw new Refusal.Forbidden("Only " + String.join(", ", approvers) + " may decide on this stage.");
        }
        return stage;
    }

    private static StageRow only(List<StageRow> waiting) {
        if (waiting.size() == 1) {
            return waiting.getFirst();
        }
        throw waiting.isEmpty()
                ? new Refusal.Conflict("No stage of the deployment waits for an approval.")
                : new Refusal.Invalid("stage", "", "one of " + listed(waiting));
    }

    private static String listed(List<StageRow> stages) {
        return stages.stream()
                .map(stage -> stage.id() + " (" + stage.name() + ")")
                .collect(Collectors.joining(", "));
    }

    private static StageRow named(List<StageRow> stages, String reference) {
        return StageRow.find(stages, reference)
                .orElseThrow(() ->
                        new Refusal.Invalid("stage", reference, "the id, place or name of one of " + listed(stages)));
    }

    private static boolean waits(StageRow stage) {
        return stage.status() == StageStatus.WAITING && stage.name().equals("WAIT_APPROVAL");
    }

    private record Command(
            OpenRow open,
            CommandKind kind,
            @Nullable StageRow stage,
            @Nullable String reason) {}

    private static void write(Handle handle, Caller who, Command command) {
        var id = Ids.fresh();
        var deployment = command.open.id();
        var row = new CommandRow(
                id,
                deployment,
                command.kind.name(),
                command.stage == null ? null : command.stage.index(),
                command.stage == null ? null : command.open.planDigest(),
                who.principal(),
                who.name(),
                command.reason,
                null);
        var dao = handle.attach(DecisionDao.class);
        if (command.kind == CommandKind.APPROVE && dao.approved(row)) {
            throw new Refusal.Conflict("You have approved this already.");
        }
        dao.write(row, null);
        Outbox.command(handle, new CommandId(id.toString()));
        var detail = Map.of(
                "command",
                id,
                "stage",
                command.stage == null ? "" : command.stage.id(),
                "reason",
                command.reason == null ? "" : command.reason);
        var what = "deployment." + command.kind.name().toLowerCase(Locale.ROOT);
        Audit.write(handle, who, new Audit.Entry(what, deployment.toString(), detail));
    }
}
