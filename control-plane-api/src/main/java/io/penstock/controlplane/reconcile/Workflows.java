package io.penstock.controlplane.reconcile;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.penstock.workflows.Json;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.deployment.DeploymentWorkflow.DeploymentOutcome;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.DeploymentId;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.HistoryEventFilterType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import org.jspecify.annotations.Nullable;

/// What Temporal says of workflows when it is asked directly.
public final class Workflows {
    private final WorkflowServiceStubs stubs;
    private final String namespace;

    public Workflows(WorkflowServiceStubs stubs, String namespace) {
        this.stubs = stubs;
        this.namespace = namespace;
    }

    /// How a deployment's workflow was found.
    sealed interface Look {
        record Open() implements Look {}

        record Closed(DeploymentStatus status, String reason) implements Look {}

        /// Temporal knows no such workflow, or not any more.
        record Unknown() implements Look {}
    }

    /// Looks at the newest run first: a reset goes on under another run id.
    Look deployment(ApplicationId application, DeploymentId deployment, @Nullable String runId) {
        var id = TemporalNames.deployment(application);
        var newest = describe(id, null);
        if (newest != null && deployment.value().equals(deploymentOf(newest))) {
            return look(newest);
        }
        var own = runId == null ? null : describe(id, runId);
        return own == null ? new Look.Unknown() : look(own);
    }

    /// Whether the workflow runs; with a run id, whether that run does or one that goes on from it.
    boolean open(String id, @Nullable String runId) {
        var newest = describe(id, null);
        return newest != null
                && newest.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                && (runId == null
                        || runId.equals(newest.getExecution().getRunId())
                        || runId.equals(newest.getFirstRunId()));
    }

    private Look look(WorkflowExecutionInfo found) {
        return found.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                ? new Look.Open()
                : closed(lastEvent(found.getExecution()));
    }

    private static Look closed(@Nullable HistoryEvent event) {
        if (event == null) {
            return new Look.Closed(DeploymentStatus.FAILED, "its workflow ended, nobody knows how");
        }
        return switch (event.getEventType()) {
            case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED -> {
                var payloads =
                        event.getWorkflowExecutionCompletedEventAttributes().getResult();
                var outcome = Json.read(payloads.getPayloads(0).getData().toStringUtf8(), DeploymentOutcome.class);
                yield new Look.Closed(outcome.status(), outcome.reason());
            }
            case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED -> {
                var terminated = event.getWorkflowExecutionTerminatedEventAttributes();
                yield new Look.Closed(
                        DeploymentStatus.FAILED,
                        "its workflow was terminated in Temporal by " + orNobody(terminated.getIdentity())
                                + (terminated.getReason().isEmpty() ? "" : ": " + terminated.getReason())
                                + "; what it had begun was not undone");
            }
            case EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT ->
                new Look.Closed(DeploymentStatus.FAILED, "its workflow timed out; what it had begun was not undone");
            case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED ->
                new Look.Closed(DeploymentStatus.CANCELLED, "its workflow was cancelled in Temporal");
            case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED ->
                new Look.Closed(
                        DeploymentStatus.FAILED,
                        "its workflow failed: "
                                + event.getWorkflowExecutionFailedEventAttributes()
                                        .getFailure()
                                        .getMessage());
            default -> new Look.Closed(DeploymentStatus.FAILED, "its workflow ended: " + event.getEventType());
        };
    }

    private @Nullable WorkflowExecutionInfo describe(String id, @Nullable String runId) {
        var execution = WorkflowExecution.newBuilder().setWorkflowId(id);
        if (runId != null) {
            execution.setRunId(runId);
        }
        try {
            return stubs.blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(namespace)
                            .setExecution(execution)
                            .build())
                    .getWorkflowExecutionInfo();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    private @Nullable HistoryEvent lastEvent(WorkflowExecution execution) {
        var events = stubs.blockingStub()
                .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                        .setNamespace(namespace)
                        .setExecution(execution)
                        .setHistoryEventFilterType(HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT)
                        .build())
                .getHistory()
                .getEventsList();
        return events.isEmpty() ? null : events.getLast();
    }

    private static @Nullable String deploymentOf(WorkflowExecutionInfo found) {
        var payload = found.getSearchAttributes().getIndexedFieldsMap().get(TemporalNames.DEPLOYMENT.getName());
        return payload == null ? null : Json.read(payload.getData().toStringUtf8(), String.class);
    }

    private static String orNobody(String identity) {
        return identity.isEmpty() ? "somebody" : identity;
    }
}
