package io.penstock.benchmark.arena;

import com.google.protobuf.ByteString;
import io.penstock.workflows.TemporalNames;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.ArrayList;

/// The histories that Temporal keeps.
public final class Histories implements AutoCloseable {
    private final WorkflowServiceStubs stubs;

    Histories(String address) {
        stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).validateAndBuildWithDefaults());
    }

    /// The history of a deployment's workflow.
    public History ofDeployment(DeploymentTimes deployment) {
        return of("deploy/" + deployment.applicationId(), deployment.runs().deployment());
    }

    /// The history of the lane that claimed a deployment.
    public History ofLane(DeploymentTimes deployment) {
        return of("lane/" + deployment.applicationId(), deployment.runs().lane());
    }

    private History of(String workflow, String run) {
        var events = new ArrayList<HistoryEvent>();
        var next = ByteString.EMPTY;
        do {
            var page = stubs.blockingStub()
                    .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                            .setNamespace(TemporalNames.NAMESPACE)
                            .setExecution(WorkflowExecution.newBuilder()
                                    .setWorkflowId(workflow)
                                    .setRunId(run))
                            .setNextPageToken(next)
                            .build());
            events.addAll(page.getHistory().getEventsList());
            next = page.getNextPageToken();
        } while (!next.isEmpty());
        return new History(events);
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
