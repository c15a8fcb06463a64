package io.penstock.controlplane.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.penstock.controlplane.gate.Errands.Errand;
import io.penstock.controlplane.piped.TestPipeds;
import io.penstock.controlplane.piped.TestPipeds.Registered;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.ShutdownWorkerRequest;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class GateAttackTest {
    private static TemporalServer temporal;
    private static GateFixture fixture;
    private static Registered tokyo;
    private static Registered osaka;
    private static final Map<String, WorkflowServiceStubs> STUBS = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() throws Exception {
        temporal = TemporalServer.real();
        fixture = new GateFixture(temporal);
        tokyo = fixture.register("tokyo");
        osaka = fixture.register("osaka");
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
        temporal.close();
    }

    @Test
    void refusesTheQueueOfAnotherClusterAndOfTheControlPlane() {
        var stub = stub(tokyo);

        for (var name : List.of("osaka", "control-plane", "", "tokyo ", "TOKYO", "/_sys/tokyo/1")) {
            assertThat(code(() ->
                            poll(stub, TaskQueue.newBuilder().setName(name).build())))
                    .as(name)
                    .isEqualTo(Status.Code.PERMISSION_DENIED);
        }
        var sticky = TaskQueue.newBuilder().setName("tokyo").setKind(TaskQueueKind.TASK_QUEUE_KIND_STICKY);
        assertThat(code(() -> poll(stub, sticky.build()))).isEqualTo(Status.Code.PERMISSION_DENIED);
        var normal = TaskQueue.newBuilder().setName("tokyo").setNormalName("osaka");
        assertThat(code(() -> poll(stub, normal.build()))).isEqualTo(Status.Code.PERMISSION_DENIED);
        var shutdown = ShutdownWorkerRequest.newBuilder().setTaskQueue("osaka").build();
        assertThat(code(() -> stub.shutdownWorker(shutdown))).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void knowsNoCallBeyondTheEight() {
        var errand = fixture.send(new Errand("nobody", "test.echo", 0, 0)).getExecution();
        var execution = WorkflowExecution.newBuilder()
                .setWorkflowId(errand.getWorkflowId())
                .build();
        var stub = stub(tokyo);
        List<Consumer<WorkflowServiceBlockingStub>> calls = List.of(
                it -> it.signalWorkflowExecution(SignalWorkflowExecutionRequest.newBuilder()
                        .setNamespace("penstock")
                        .setWorkflowExecution(execution)
                        .setSignalName("approve")
                        .build()),
                it -> it.getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                        .setNamespace("penstock")
                        .setExecution(execution)
                        .build()),
                it -> it.startWorkflowExecution(StartWorkflowExecutionRequest.getDefaultInstance()),
                it -> it.terminateWorkflowExecution(TerminateWorkflowExecutionRequest.newBuilder()
                        .setNamespace("penstock")
                        .setWorkflowExecution(execution)
                        .build()),
                it -> it.listWorkflowExecutions(ListWorkflowExecutionsRequest.getDefaultInstance()),
                it -> it.pollWorkflowTaskQueue(PollWorkflowTaskQueueRequest.newBuilder()
                        .setTaskQueue(TaskQueue.newBuilder().setName("tokyo"))
                        .build()));

        for (var call : calls) {
            assertThat(code(() -> call.accept(stub))).isEqualTo(Status.Code.UNIMPLEMENTED);
        }
    }

    @Test
    void refusesForgedSwappedAndReplayedTokens() {
        var errand = fixture.send(new Errand("tokyo", "test.echo", 0, 0));
        var token = poll(stub(tokyo), "tokyo").getTaskToken();
        var sibling = TestPipeds.register(fixture.database().jdbi(), "tokyo");

        for (var thief : List.of(osaka, sibling)) {
            assertThat(code(() -> complete(thief, token))).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(code(() -> beat(thief, token))).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(code(() -> fail(thief, token))).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(code(() -> cancel(thief, token))).isEqualTo(Status.Code.PERMISSION_DENIED);
        }
        for (var position = 0; position < token.size(); position++) {
            var bytes = token.toByteArray();
            bytes[position] ^= 1;
            var forged = ByteString.copyFrom(bytes);
            assertThat(code(() -> complete(tokyo, forged)))
                    .as("byte " + position)
                    .isEqualTo(Status.Code.PERMISSION_DENIED);
        }
        for (var forged : List.of(ByteString.EMPTY, ByteString.copyFromUtf8("x"), token.substring(0, 20))) {
            assertThat(code(() -> complete(tokyo, forged))).isEqualTo(Status.Code.PERMISSION_DENIED);
        }
        complete(tokyo, token);
        assertThat(errand.getResult(String.class)).isNull();
        assertThat(code(() -> complete(tokyo, token))).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void opensTokensOfReplicasAndOfKeysThatAreStillKnown() throws Exception {
        fixture.send(new Errand("tokyo", "test.hold", 0, 0));
        var token = poll(stub(tokyo), "tokyo").getTaskToken();
        var rotated = fixture.gate(GateLimits.DEFAULT, GateFixture.OTHER_KEY, GateFixture.KEY);
        var stranger = fixture.gate(GateLimits.DEFAULT, GateFixture.OTHER_KEY);

        assertThat(code(() -> beat(stub(stranger, tokyo), token))).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(code(() -> beat(stub(rotated, tokyo), token))).isEqualTo(Status.Code.OK);
        assertThat(code(() -> complete(tokyo, token))).isEqualTo(Status.Code.OK);
    }

    @Test
    void refusesWrongMissingAndDisabledKeys() {
        var disabled = fixture.register("nara");
        TestPipeds.disable(fixture.database().jdbi(), disabled);
        var revoked = fixture.register("nara");
        TestPipeds.revoke(fixture.database().jdbi(), revoked);

        assertThat(code(() -> system(stub("ppk_" + "A".repeat(43))))).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(code(() -> system(stub("")))).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(code(() -> system(stub(tokyo.secret() + "x")))).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(code(() -> system(stub(revoked)))).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(code(() -> system(stub(disabled)))).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(code(() -> system(stub(tokyo)))).isEqualTo(Status.Code.OK);
    }

    @Test
    void tellsTemporalWhoItWasAndNotWhatTheWorkerSays() {
        var errand = fixture.send(new Errand("tokyo", "test.echo", 0, 0));
        var token = poll(stub(tokyo), "tokyo").getTaskToken();
        complete(tokyo, token);
        errand.getResult(String.class);

        var identities = fixture.client().fetchHistory(errand.getExecution().getWorkflowId()).getEvents().stream()
                .filter(event -> event.hasActivityTaskStartedEventAttributes())
                .map(event -> event.getActivityTaskStartedEventAttributes().getIdentity());
        assertThat(identities).containsExactly("piped/tokyo/" + tokyo.piped() + "/-");
    }

    @Test
    void showsNoMoreOfTheNamespaceThanAWorkerNeeds() {
        var described = stub(tokyo)
                .describeNamespace(io.temporal.api.workflowservice.v1.DescribeNamespaceRequest.newBuilder()
                        .setNamespace("another")
                        .build());

        assertThat(described.getNamespaceInfo().getName()).isEqualTo("penstock");
        assertThat(described.hasConfig()).isFalse();
        assertThat(described.getNamespaceInfo().getCapabilities().getWorkerHeartbeats())
                .isFalse();
    }

    @Test
    void refusesPlainTextOffLoopback() {
        var settings = new Gate.Settings("0.0.0.0", 0, null, null, fixture.keyFile(), GateLimits.DEFAULT);

        assertThatThrownBy(() -> fixture.gate(settings))
                .hasMessage(
                        "gate.bindAddress: 0.0.0.0 without a certificate (expected: gate.tls, or a loopback address)");
    }

    private static WorkflowServiceBlockingStub stub(Registered registered) {
        return stub(registered.secret());
    }

    private static WorkflowServiceBlockingStub stub(String secret) {
        return STUBS.computeIfAbsent(secret, _ -> fixture.open(secret, null))
                .blockingStub()
                .withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private static WorkflowServiceBlockingStub stub(Gate gate, Registered registered) {
        return fixture.open(gate, registered.secret(), null).blockingStub().withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private static PollActivityTaskQueueResponse poll(WorkflowServiceBlockingStub stub, String queue) {
        return poll(stub, TaskQueue.newBuilder().setName(queue).build());
    }

    private static PollActivityTaskQueueResponse poll(WorkflowServiceBlockingStub stub, TaskQueue queue) {
        return stub.pollActivityTaskQueue(PollActivityTaskQueueRequest.newBuilder()
                .setNamespace("penstock")
                .setIdentity("piped/osaka/somebody else")
                .setTaskQueue(queue)
                .build());
    }

    private static Object complete(Registered registered, ByteString token) {
        return stub(registered)
                .respondActivityTaskCompleted(RespondActivityTaskCompletedRequest.newBuilder()
                        .setTaskToken(token)
                        .build());
    }

    private static Object beat(Registered registered, ByteString token) {
        return beat(stub(registered), token);
    }

    private static Object beat(WorkflowServiceBlockingStub stub, ByteString token) {
        return stub.recordActivityTaskHeartbeat(RecordActivityTaskHeartbeatRequest.newBuilder()
                .setTaskToken(token)
                .build());
    }

    private static Object fail(Registered registered, ByteString token) {
        return stub(registered)
                .respondActivityTaskFailed(RespondActivityTaskFailedRequest.newBuilder()
                        .setTaskToken(token)
                        .build());
    }

    private static Object cancel(Registered registered, ByteString token) {
        return stub(registered)
                .respondActivityTaskCanceled(RespondActivityTaskCanceledRequest.newBuilder()
                        .setTaskToken(token)
                        .build());
    }

    private static Object system(WorkflowServiceBlockingStub stub) {
        return stub.getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
    }

    private static Status.Code code(Runnable call) {
        try {
            call.run();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }
}
