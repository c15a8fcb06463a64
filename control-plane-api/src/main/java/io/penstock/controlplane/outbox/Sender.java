package io.penstock.controlplane.outbox;

import io.penstock.workflows.Json;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.chain.ChainWorkflow;
import io.penstock.workflows.chain.ChainWorkflow.ChainInput;
import io.penstock.workflows.deployment.DeploymentWorkflow;
import io.penstock.workflows.deployment.DeploymentWorkflow.CommandReference;
import io.penstock.workflows.deployment.Options;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.ChainId;
import io.penstock.workflows.id.CommandId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.lane.LaneWorkflow.LaneInput;
import io.penstock.workflows.watch.RepositoryWatchWorkflow.WatchInput;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ApplicationFailure;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Tells Temporal what one row of the outbox says. Whatever it throws means: again later.
public final class Sender {
    private static final int PATIENCE = 20;

    private final Jdbi jdbi;
    private final WorkflowClient client;
    private final BooleanSupplier reachable;

    /// @param reachable whether Temporal has been reached; until then nothing is tried
    public Sender(Jdbi jdbi, WorkflowClient client, BooleanSupplier reachable) {
        this.jdbi = jdbi;
        this.client = client;
        this.reachable = reachable;
    }

    void send(Relay.Row row) {
        if (!reachable.getAsBoolean()) {
            throw new IllegalStateException("waiting for Temporal");
        }
        switch (row.kind()) {
            case LANE -> lane(Json.read(row.content(), LaneInput.class));
            case WATCH -> watch(Json.read(row.content(), WatchInput.class));
            case COMMAND -> command(Json.read(row.content(), Command.class), row.attempts());
            case CHAIN -> chain(Json.read(row.content(), ChainInput.class));
            case CHAIN_NODE -> node(Json.read(row.content(), Node.class).chain());
            case CONFIGURATION ->
                configuration(Json.read(row.content(), Parked.class).application());
        }
    }

    private void lane(LaneInput input) {
        var options = options(
                        TemporalNames.lane(input.application()), "Queue of " + input.name() + " on " + input.cluster())
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(TemporalNames.PROJECT, input.project())
                        .set(TemporalNames.APPLICATION, input.name())
                        .set(TemporalNames.CLUSTER, input.cluster())
                        .set(TemporalNames.KIND, "LANE")
                        .build())
                .build();
        client.newUntypedWorkflowStub("Lane", options).signalWithStart("wake", new Object[0], new Object[] {input});
    }

    private void watch(WatchInput input) {
        var options = options(
                        TemporalNames.watch(input.cluster(), input.repository()),
                        "Watches " + input.repository() + " for " + input.cluster())
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(TemporalNames.CLUSTER, input.cluster().value())
                        .set(TemporalNames.KIND, "WATCH")
                        .build())
                .build();
        client.newUntypedWorkflowStub("RepositoryWatch", options)
                .signalWithStart("changed", new Object[0], new Object[] {input});
    }

    private void chain(ChainInput input) {
        var options = options(
                        TemporalNames.chain(input.chain()),
                        "Chain of " + input.application() + ", " + input.blocks() + " blocks")
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(TemporalNames.PROJECT, input.project())
                        .set(TemporalNames.APPLICATION, input.application())
                        .set(TemporalNames.KIND, "CHAIN")
                        .build())
                .build();
        try {
            client.newUntypedWorkflowStub("Chain", options).start(input);
        } catch (WorkflowExecutionAlreadyStarted _) {
            // Sent twice is started once.
        }
    }

    private void node(ChainId chain) {
        try {
            client.newWorkflowStub(ChainWorkflow.class, TemporalNames.chain(chain))
                    .nodeEnded();
        } catch (WorkflowNotFoundException _) {
            // The chain has ended: nobody is left to be told.
        }
    }

    private void configuration(ApplicationId application) {
        try {
            client.newWorkflowStub(DeploymentWorkflow.class, TemporalNames.deployment(application))
                    .configurationChanged();
        } catch (WorkflowNotFoundException _) {
            // It has ended meanwhile.
        }
    }

    /// The update's handler only takes the command in, so waiting for its completion is waiting for its acceptance.
    private void command(Command command, int attempts) {
        var reference = new CommandReference(command.deployment(), command.command());
        var options = UpdateOptions.newBuilder(Void.class)
                .setUpdateName("command")
                .setUpdateId(command.command().value())
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build();
        try {
            client.newUntypedWorkflowStub(TemporalNames.deployment(command.application()))
                    .startUpdate(options, reference)
                    .getResult();
        } catch (WorkflowUpdateException e) {
            refuse(command.command(), sentence(e));
        } catch (WorkflowNotFoundException e) {
            if (open(command.deployment()) && attempts < PATIENCE) {
                throw e;
            }
            refuse(command.command(), "the deployment is not running any more");
        }
    }

    private boolean open(DeploymentId deployment) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT finished_at IS NULL FROM deployment WHERE id = CAST(:id AS uuid)")
                        .bind("id", deployment.value())
                        .mapTo(Boolean.class)
                        .findOne()
                        .orElse(false));
    }

    private void refuse(CommandId command, String why) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE command SET refusal = :why WHERE id = CAST(:id AS uuid) AND used_at IS NULL")
                .bind("why", why)
                .bind("id", command.value())
                .execute());
    }

    private static String sentence(WorkflowUpdateException e) {
        @Nullable Throwable cause = e.getCause();
        var message = cause instanceof ApplicationFailure failure
                ? failure.getOriginalMessage()
                : cause == null ? e.getMessage() : cause.getMessage();
        return message == null ? "the deployment refused it" : message;
    }

    private static WorkflowOptions.Builder options(String id, String summary) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TemporalNames.CONTROL_PLANE_QUEUE)
                .setWorkflowTaskTimeout(Options.WORKFLOW_TASK)
                .setStaticSummary(summary);
    }

    /// What a row of kind COMMAND says.
    private record Command(CommandId command, DeploymentId deployment, ApplicationId application) {}

    /// What a row of kind CHAIN_NODE says.
    private record Node(ChainId chain) {}

    /// What a row of kind CONFIGURATION says.
    private record Parked(ApplicationId application) {}
}
