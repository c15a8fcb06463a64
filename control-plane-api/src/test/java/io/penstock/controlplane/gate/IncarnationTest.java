package io.penstock.controlplane.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.penstock.controlplane.gate.Errands.Errand;
import io.penstock.controlplane.piped.TestPipeds;
import io.penstock.controlplane.piped.TestPipeds.Registered;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// When the tasks of a process start elsewhere, and when not. No activity here has a heartbeat timeout.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class IncarnationTest {
    private static TemporalServer temporal;
    private static GateFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        temporal = TemporalServer.real();
        fixture = new GateFixture(temporal);
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
        temporal.close();
    }

    @Test
    void waitsForAProcessThatComesBackWithinTheGrace() throws Exception {
        var held = hold("back", UUID.randomUUID());
        held.through.shutdownNow();
        Thread.sleep(1_500);
        var again = fixture.open(held.piped.secret(), held.incarnation.toString());
        var call = Thread.startVirtualThread(() -> call(again));
        successor(held);

        assertThatThrownBy(() -> held.errand.getResult(5, TimeUnit.SECONDS, String.class))
                .isInstanceOf(TimeoutException.class);
        call.join();
    }

    @Test
    void leavesTheTasksOfAProcessThatWentToAnotherReplica() throws Exception {
        var held = hold("moved", UUID.randomUUID());
        var replica = fixture.gate(GateLimits.DEFAULT, GateFixture.KEY);
        held.through.shutdownNow();
        var there = fixture.open(replica, held.piped.secret(), held.incarnation.toString());
        call(there);
        successor(held);

        assertThatThrownBy(() -> held.errand.getResult(6, TimeUnit.SECONDS, String.class))
                .isInstanceOf(TimeoutException.class);
        there.shutdownNow();
        assertThat(held.errand.getResult(12, TimeUnit.SECONDS, String.class)).isEqualTo("next at attempt 2");
    }

    @Test
    void doesNotWaitWhenANewProcessTookThePlace() throws Exception {
        var held = hold("replaced", UUID.randomUUID());
        held.through.shutdownNow();
        successor(held);
        Thread.sleep(500);

        var replaced = System.nanoTime();
        fixture.gate().replaced(held.piped.piped(), List.of(held.incarnation));

        assertThat(held.errand.getResult(2, TimeUnit.SECONDS, String.class)).isEqualTo("next at attempt 2");
        assertThat(Duration.ofNanos(System.nanoTime() - replaced)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void keepsTheTasksOfAConnectedProcessWhenAnotherSaysHello() throws Exception {
        var held = hold("sibling", UUID.randomUUID());
        successor(held);

        fixture.gate().replaced(held.piped.piped(), List.of(held.incarnation));

        assertThatThrownBy(() -> held.errand.getResult(4, TimeUnit.SECONDS, String.class))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void holdsNoTaskThatTemporalNoLongerKnows() throws Exception {
        var alone = new GateFixture(temporal);
        var piped = alone.register("ended");
        var stub = alone.open(piped.secret(), UUID.randomUUID().toString())
                .blockingStub()
                .withDeadlineAfter(30, TimeUnit.SECONDS);
        var held = alone.meters.get("penstock_gate_tasks_held").gauge();
        List<Consumer<ByteString>> ends = List.of(
                token -> stub.respondActivityTaskCompleted(RespondActivityTaskCompletedRequest.newBuilder()
                        .setTaskToken(token)
                        .build()),
                token -> stub.respondActivityTaskFailed(RespondActivityTaskFailedRequest.newBuilder()
                        .setTaskToken(token)
                        .setFailure(Failure.newBuilder()
                                .setApplicationFailureInfo(ApplicationFailureInfo.getDefaultInstance()))
                        .build()),
                token -> stub.respondActivityTaskCanceled(RespondActivityTaskCanceledRequest.newBuilder()
                        .setTaskToken(token)
                        .build()));
        for (var end : ends) {
            var errand = alone.send(new Errand("ended", "test.echo", 0, 0));
            var token = stub.pollActivityTaskQueue(PollActivityTaskQueueRequest.newBuilder()
                            .setTaskQueue(TaskQueue.newBuilder().setName("ended"))
                            .build())
                    .getTaskToken();
            assertThat(held.value()).isEqualTo(1);
            errand.terminate("it is not needed any more");
            assertThatThrownBy(() -> end.accept(token)).hasMessageContaining("NOT_FOUND");
            assertThat(held.value()).isZero();
        }
        alone.close();
    }

    private record Held(Registered piped, UUID incarnation, WorkflowServiceStubs through, WorkflowStub errand) {}

    /// A process that said hello and holds a task of a queue of its own.
    private static Held hold(String queue, UUID incarnation) throws InterruptedException {
        var piped = fixture.register(queue);
        TestPipeds.greeted(fixture.database().jdbi(), piped, incarnation);
        var through = fixture.open(piped.secret(), incarnation.toString());
        var holding = new Semaphore(0);
        fixture.worker(through, queue, "first", holding);
        var errand = fixture.send(new Errand(queue, "test.hold", 0, 0));
        holding.acquire();
        return new Held(piped, incarnation, through, errand);
    }

    private static void successor(Held held) {
        var other = fixture.open(held.piped.secret(), UUID.randomUUID().toString());
        fixture.worker(other, held.piped.cluster(), "next", null);
    }

    /// Any call, so that the gate sees the process; its connection stays.
    private static void call(WorkflowServiceStubs stubs) {
        Awaitility.await().ignoreExceptions().until(() -> {
            var _ = stubs.blockingStub()
                    .withDeadlineAfter(2, TimeUnit.SECONDS)
                    .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
            return true;
        });
    }
}
