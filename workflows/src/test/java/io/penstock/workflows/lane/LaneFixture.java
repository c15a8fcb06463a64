package io.penstock.workflows.lane;

import io.penstock.workflows.Histories;
import io.penstock.workflows.Json;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.deployment.DeploymentInput;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.deployment.DeploymentWorkflow;
import io.penstock.workflows.lane.LaneWorkflow.LaneInput;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// A lane in Temporal's test server, with deployments that last until they are told to end.
final class LaneFixture implements AutoCloseable {
    private static final ConcurrentLinkedQueue<String> STARTED = new ConcurrentLinkedQueue<>();

    final TestWorkflowEnvironment temporal;
    final FakeLane lane = new FakeLane();

    LaneFixture() {
        STARTED.clear();
        var client = WorkflowClientOptions.newBuilder()
                .setDataConverter(DefaultDataConverter.newDefaultInstance()
                        .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Json.wire())))
                .build();
        var options = TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(client)
                .setUseTimeskipping(false);
        for (var attribute : TemporalNames.SEARCH_ATTRIBUTES) {
            options.registerSearchAttribute(attribute.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
        }
        temporal = TestWorkflowEnvironment.newInstance(options.build());
        var worker = temporal.newWorker(TemporalNames.CONTROL_PLANE_QUEUE);
        worker.registerWorkflowImplementationTypes(LaneWorkflowImpl.class, LastingDeployment.class);
        worker.registerActivitiesImplementations(lane);
        temporal.start();
    }

    /// Deployments whose workflow began, in order.
    List<String> started() {
        return List.copyOf(STARTED);
    }

    /// Lets the lane know, as the relay does.
    WorkflowStub wake() {
        var options = WorkflowOptions.newBuilder()
                .setTaskQueue(TemporalNames.CONTROL_PLANE_QUEUE)
                .setWorkflowId(TemporalNames.lane(FakeLane.APPLICATION))
                .build();
        var stub = temporal.getWorkflowClient().newUntypedWorkflowStub("Lane", options);
        var input = new LaneInput(FakeLane.APPLICATION, "default", "web", "tokyo");
        while (!sent(stub, input)) {
            stub = temporal.getWorkflowClient().newUntypedWorkflowStub("Lane", options);
        }
        return stub;
    }

    /// Sends as the relay does, which keeps its row until a send succeeds: the test server turns a wake away that
    /// meets the very moment in which a lane ends.
    private static boolean sent(WorkflowStub stub, LaneInput input) {
        try {
            stub.signalWithStart("wake", new Object[0], new Object[] {input});
            return true;
        } catch (WorkflowServiceException e) {
            if (String.valueOf(e.getCause()).contains("NOT_FOUND")) {
                return false;
            }
            throw e;
        }
    }

    WorkflowStub deployment() {
        return temporal.getWorkflowClient().newUntypedWorkflowStub(TemporalNames.deployment(FakeLane.APPLICATION));
    }

    /// Waits until as many deployments have begun.
    void untilStarted(int count) throws InterruptedException {
        while (STARTED.size() < count) {
            Thread.sleep(10);
        }
    }

    void keep(String name) throws IOException {
        Histories.keep(temporal, TemporalNames.lane(FakeLane.APPLICATION), name);
    }

    @Override
    public void close() {
        temporal.close();
    }

    /// Lasts until somebody sends it `approve`; fails where that says `break`.
    public static final class LastingDeployment implements DeploymentWorkflow {
        private @Nullable String end;

        @Override
        public DeploymentOutcome deploy(DeploymentInput input) {
            if (!WorkflowUnsafe.isReplaying()) {
                STARTED.add(input.deployment().value());
            }
            Workflow.await(() -> end != null);
            if ("break".equals(end)) {
                throw ApplicationFailure.newNonRetryableFailure("it broke", "Broken");
            }
            return new DeploymentOutcome(DeploymentStatus.SUCCEEDED, "done");
        }

        @Override
        public void command(CommandReference reference) {
            end = reference.command().value();
        }

        @Override
        public void validateCommand(CommandReference reference) {}

        @Override
        public void configurationChanged() {}

        @Override
        public void approve(String token) {
            end = token;
        }
    }
}
