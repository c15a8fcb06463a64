package io.penstock.controlplane.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.penstock.controlplane.gate.Errands.Errand;
import io.penstock.controlplane.piped.TestPipeds;
import io.penstock.controlplane.piped.TestPipeds.Registered;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class GateRevocationTest {
    private static TemporalServer temporal;
    private static GateFixture fixture;
    private static Jdbi database;

    @BeforeAll
    static void start() throws Exception {
        temporal = TemporalServer.real();
        fixture = new GateFixture(temporal);
        database = fixture.database().jdbi();
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
        temporal.close();
    }

    @Test
    void endsOpenPollsOfARevokedKeyWithinASecondAtEveryReplica() throws Exception {
        var kyoto = fixture.register("kyoto");
        var second = TestPipeds.key(database, kyoto.piped(), "kyoto");
        var here = poll(fixture.gate(), kyoto);
        var there = poll(fixture.gate(GateLimits.DEFAULT, GateFixture.KEY), kyoto);
        var other = poll(fixture.gate(), second);
        awaitPolls(2);

        TestPipeds.revoke(database, kyoto);

        assertThat(code(here, 1_000)).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(code(there, 1_000)).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(code(poll(fixture.gate(), kyoto), 1_000)).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(other).as("the poll by the other key").isNotDone();
    }

    @Test
    void endsOpenPollsOfADisabledPiped() throws Exception {
        var kobe = fixture.register("kobe");
        var poll = poll(fixture.gate(), kobe);
        awaitPolls(1);

        TestPipeds.disable(database, kobe);

        assertThat(code(poll, 1_000)).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(code(poll(fixture.gate(), kobe), 1_000)).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void givesATaskBackAtOnceThatItMayNotHandOver() throws Exception {
        var nagoya = fixture.register("nagoya");
        var other = TestPipeds.register(database, "nagoya");
        var deaf = fixture.deafGate();
        var revoked = poll(deaf, nagoya);
        Awaitility.await().until(() -> deaf.openPolls() == 1);
        Thread.sleep(300);
        TestPipeds.revoke(database, nagoya);
        Thread.sleep(300);
        assertThat(revoked).as("a gate that hears no revocation keeps it open").isNotDone();

        var sent = System.nanoTime();
        fixture.send(new Errand("nagoya", "test.echo", 0, 0));
        assertThat(code(revoked, 2_000)).isEqualTo(Status.Code.PERMISSION_DENIED);
        var task = poll(fixture.gate(), other).get(5, TimeUnit.SECONDS);

        assertThat(task.getAttempt()).isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void takesTheTasksOfARevokedPipedAway() throws Exception {
        var sendai = fixture.register("sendai");
        var heir = TestPipeds.register(database, "sendai");
        var held = new Semaphore(0);
        fixture.worker(fixture.open(sendai.secret(), UUID.randomUUID().toString()), "sendai", "old", held);
        var errand = fixture.send(new Errand("sendai", "test.hold", 0, 0));
        held.acquire();
        fixture.worker(fixture.open(heir.secret(), UUID.randomUUID().toString()), "sendai", "new", null);

        TestPipeds.revoke(database, sendai);

        assertThat(errand.getResult(4, TimeUnit.SECONDS, String.class)).isEqualTo("new at attempt 2");
    }

    @Test
    void losesNoTaskForGoodToPollsThatAreCancelled() throws Exception {
        var gifu = fixture.register("gifu");
        for (var round = 0; round < 12; round++) {
            var stubs = fixture.open(
                    fixture.gate(), gifu.secret(), UUID.randomUUID().toString());
            var call = stubs.futureStub().pollActivityTaskQueue(request("gifu"));
            Thread.sleep(20);
            var errand = fixture.send(new Errand("gifu", "test.echo", 0, 1_000));
            Thread.sleep(2L * round);
            call.cancel(true);
            var task = poll(fixture.gate(), gifu).get(10, TimeUnit.SECONDS);
            complete(gifu, task);
            assertThat(errand.getResult(5, TimeUnit.SECONDS, String.class)).isNull();
            stubs.shutdownNow();
        }
    }

    private static RespondActivityTaskCompletedResponse complete(
            Registered registered, PollActivityTaskQueueResponse task) {
        var stubs = fixture.open(fixture.gate(), registered.secret(), null);
        try {
            return stubs.blockingStub()
                    .respondActivityTaskCompleted(RespondActivityTaskCompletedRequest.newBuilder()
                            .setTaskToken(task.getTaskToken())
                            .build());
        } finally {
            stubs.shutdownNow();
        }
    }

    private static CompletableFuture<PollActivityTaskQueueResponse> poll(Gate gate, Registered registered) {
        var stubs = fixture.open(gate, registered.secret(), null);
        return CompletableFuture.supplyAsync(
                () -> stubs.blockingStub()
                        .withDeadlineAfter(30, TimeUnit.SECONDS)
                        .pollActivityTaskQueue(request(registered.cluster())),
                Executors.newVirtualThreadPerTaskExecutor());
    }

    private static PollActivityTaskQueueRequest request(String queue) {
        return PollActivityTaskQueueRequest.newBuilder()
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .build();
    }

    private static void awaitPolls(int atLeast) {
        Awaitility.await().until(() -> fixture.polls() >= atLeast);
    }

    private static Status.Code code(CompletableFuture<?> call, long millis) throws InterruptedException {
        try {
            call.get(millis, TimeUnit.MILLISECONDS);
            return Status.Code.OK;
        } catch (ExecutionException e) {
            return Status.fromThrowable(e).getCode();
        } catch (TimeoutException e) {
            throw new AssertionError("still open", e);
        }
    }
}
