package io.penstock.controlplane.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.controlplane.gate.Errands.Errand;
import io.penstock.controlplane.piped.TestPipeds.Registered;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An unmodified worker of the SDK, through the gate, against the real Temporal.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class GateWorkerTest {
    private static final Semaphore HELD = new Semaphore(0);
    private static TemporalServer temporal;
    private static GateFixture fixture;
    private static Registered tokyo;

    @BeforeAll
    static void start() throws Exception {
        temporal = TemporalServer.real();
        fixture = new GateFixture(temporal);
        tokyo = fixture.register("tokyo");
        fixture.worker(fixture.open(tokyo.secret(), UUID.randomUUID().toString()), "tokyo", "worker", HELD);
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
        temporal.close();
    }

    @Test
    void runsActivities() {
        assertThat(run("test.echo", 10)).isEqualTo("workerxxxxxxxxxx");
        assertThat(run("test.fail", 3)).isEqualTo("Broken: xxx");
    }

    @Test
    void learnsOfACancellationByItsHeartbeats() throws Exception {
        var errand = fixture.send(new Errand("tokyo", "test.hold", 0, 5_000));
        HELD.acquire();

        var asked = System.nanoTime();
        errand.cancel();

        assertThatThrownBy(() -> errand.getResult(20, TimeUnit.SECONDS, String.class))
                .hasCauseInstanceOf(CanceledFailure.class);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(3));
        var events = fixture.client()
                .fetchHistory(errand.getExecution().getWorkflowId())
                .getEvents();
        assertThat(events).anyMatch(event -> event.hasActivityTaskCanceledEventAttributes());
    }

    @ParameterizedTest
    @ValueSource(ints = {70_000, 1_500_000, 3_000_000})
    void endsATaskWhoseResultIsTooLarge(int size) {
        assertThat(run("test.echo", size))
                .startsWith("PayloadTooLarge: result of test.echo: ")
                .contains("expected: at most 65536");
    }

    @Test
    void endsATaskWhoseHeartbeatIsTooLarge() {
        assertThat(run("test.beat", 70_000)).startsWith("PayloadTooLarge: heartbeat details of test.beat: ");
    }

    @Test
    void shortensAFailureThatIsTooLarge() {
        assertThat(run("test.fail", 70_000))
                .startsWith("Broken: xxx")
                .endsWith(" bytes)")
                .hasSizeLessThan(2_200);
    }

    private static String run(String activity, int size) {
        try {
            return fixture.send(new Errand("tokyo", activity, size, 5_000))
                    .getResult(40, TimeUnit.SECONDS, String.class);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("it hangs", e);
        }
    }
}
