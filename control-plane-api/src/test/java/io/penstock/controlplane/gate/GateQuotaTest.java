package io.penstock.controlplane.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// What the gate bears of one cluster and of strangers, on the Java test server.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class GateQuotaTest {
    private static final GateLimits SMALL = new GateLimits(null, null, null, 3, 5, 4, 100, 100);
    private static TemporalServer temporal;
    private static GateFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        temporal = TemporalServer.inProcess();
        fixture = new GateFixture(temporal);
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
        temporal.close();
    }

    @Test
    void boundsTheOpenPollsOfACluster() throws Exception {
        var stubs = fixture.open(
                fixture.gate(SMALL, GateFixture.KEY), fixture.register("nara").secret(), null);
        var request = PollActivityTaskQueueRequest.newBuilder()
                .setTaskQueue(TaskQueue.newBuilder().setName("nara"))
                .build();
        for (var number = 0; number < 3; number++) {
            var _ = stubs.futureStub().pollActivityTaskQueue(request);
        }
        Thread.sleep(500);

        assertThat(code(() -> stubs.blockingStub().pollActivityTaskQueue(request)))
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void boundsTheCallsOfAClusterButNotOfOthers() throws Exception {
        var gate = fixture.gate(SMALL, GateFixture.KEY);
        var busy = fixture.open(gate, fixture.register("busy").secret(), null);
        var calm = fixture.open(gate, fixture.register("calm").secret(), null);

        var codes = new ArrayList<Status.Code>();
        for (var number = 0; number < 40; number++) {
            codes.add(code(() -> system(busy)));
        }

        assertThat(codes.stream().filter(Status.Code.OK::equals).count()).isBetween(20L, 30L);
        assertThat(codes).endsWith(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(code(() -> system(calm))).isEqualTo(Status.Code.OK);
    }

    @Test
    void bearsFewProcessesOnAConnection() {
        var piped = fixture.register("crowd");
        var stubs = fixture.open(fixture.gate(), piped.secret(), null);
        var codes = new ArrayList<Status.Code>();
        for (var number = 0; number < 34; number++) {
            var headers = new Metadata();
            headers.put(Doorkeeper.INCARNATION, UUID.randomUUID().toString());
            codes.add(code(() -> stubs.blockingStub()
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())));
        }
        assertThat(codes.subList(0, 32)).containsOnly(Status.Code.OK);
        assertThat(codes.subList(32, 34)).containsOnly(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(code(() -> system(stubs))).isEqualTo(Status.Code.OK);
    }

    @Test
    void stopsListeningToWhoGuessesKeysButNotToWhoIsKnown() throws Exception {
        var gate = fixture.gate(SMALL, GateFixture.KEY);
        var known = fixture.open(gate, fixture.register("known").secret(), null);
        assertThat(code(() -> system(known))).isEqualTo(Status.Code.OK);
        var guesser = fixture.open(gate, "ppk_" + "A".repeat(43), null);

        var codes = new ArrayList<Status.Code>();
        for (var number = 0; number < 10; number++) {
            codes.add(code(() -> system(guesser)));
        }

        assertThat(codes).startsWith(Status.Code.UNAUTHENTICATED).endsWith(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(code(() -> system(known))).isEqualTo(Status.Code.OK);
    }

    @Test
    void bearsAThousandConnectionsByClosingWhatIsTooMuch() throws Exception {
        var gate = fixture.gate(SMALL, GateFixture.KEY);
        var known = fixture.open(gate, fixture.register("early").secret(), null);
        assertThat(code(() -> system(known))).isEqualTo(Status.Code.OK);

        var sockets = new ArrayList<Socket>();
        for (var number = 0; number < 1_000; number++) {
            var socket = new Socket();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gate.port()), 2_000);
            sockets.add(socket);
        }
        Thread.sleep(500);

        assertThat(sockets.stream().filter(GateQuotaTest::open).count()).isEqualTo(99);
        assertThat(code(() -> system(known))).isEqualTo(Status.Code.OK);
        for (var socket : sockets) {
            socket.close();
        }
    }

    private static boolean open(Socket socket) {
        try {
            socket.setSoTimeout(1);
            var first = socket.getInputStream().read();
            return first >= 0;
        } catch (java.net.SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void system(WorkflowServiceStubs stubs) {
        stubs.blockingStub()
                .withDeadlineAfter(5, TimeUnit.SECONDS)
                .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
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
