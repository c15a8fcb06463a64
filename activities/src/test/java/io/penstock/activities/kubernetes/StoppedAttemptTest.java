package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A piped that is stopped in the middle of its writes while another carries on, and then wakes up.
@Timeout(120)
class StoppedAttemptTest {
    private final TestCluster.Place place = TestCluster.place();
    private Process old;
    private BufferedReader said;
    private Thread heart;
    private volatile boolean beats = true;

    @BeforeEach
    void begin() throws IOException {
        old = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OldWriter.class.getName(),
                        TestCluster.kwok().kubeconfig().toString(),
                        place.namespace(),
                        place.application().value())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        said = old.inputReader();
        heart = Thread.ofVirtual().start(this::beat);
    }

    @AfterEach
    void end() throws Exception {
        heart.interrupt();
        old.destroyForcibly().waitFor();
    }

    /// It wakes before anybody counts it as lost: the fence alone keeps it from undoing anything. What remains is a
    /// creation that was under way; it is gone with the next sweep.
    @RepeatedTest(3)
    void undoesNothingWhenItWakes() throws Exception {
        var seed = System.nanoTime();
        System.out.println("seed " + seed);
        awaitWrites(3);
        Thread.sleep(new Random(seed).nextInt(300));
        signal("STOP");
        var claim = place.claim(2, 0);
        var writer = new FencedWriter(place.cluster(), claim, TestCluster.alive());
        writer.apply(OldWriter.target(place.cluster(), place.namespace(), claim, "kept"));
        // A creation that the API server had received before the stop may still end behind this sweep.
        sweep();
        signal("CONT");
        assertThat(old.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said.lines().toList()).last().isEqualTo("Fenced");
        var kept = Objects.requireNonNull(place.live("configmaps", "kept"));
        assertThat(kept.path("data").path("by").asText()).isEqualTo("0.2.0");
        sweep();
        assertThat(place.live("configmaps", "late")).isNull();
    }

    /// It wakes after its heartbeats have not been heard for longer than they may: it begins no write any more.
    @Test
    void writesNothingOnceItIsLost() throws Exception {
        awaitWrites(3);
        beats = false;
        Thread.sleep(100);
        signal("STOP");
        Thread.sleep(4_000);
        sweep();
        signal("CONT");
        Thread.sleep(1_000);
        sweep();
        var before = place.live("configmaps", "kept");
        Thread.sleep(2_000);
        assertThat(old.isAlive()).isTrue();
        assertThat(place.live("configmaps", "kept")).isEqualTo(before);
        assertThat(place.live("configmaps", "late")).isNull();
    }

    /// What the clean stage of the deployment that follows does.
    private void sweep() throws InterruptedException {
        var claim = place.claim(2, 1);
        var writer = new FencedWriter(place.cluster(), claim, TestCluster.alive());
        for (var name : List.of("late")) {
            var live = place.live("configmaps", name);
            if (live != null) {
                writer.delete(place.cluster().types().find("v1", "ConfigMap").orElseThrow(), live);
            }
        }
    }

    private void awaitWrites(int rounds) throws IOException {
        for (int i = 0; i < rounds; i++) {
            assertThat(said.readLine()).startsWith("wrote ");
        }
    }

    private void beat() {
        try {
            while (old.isAlive()) {
                if (beats) {
                    old.getOutputStream().write('\n');
                    old.getOutputStream().flush();
                }
                Thread.sleep(Duration.ofMillis(200));
            }
        } catch (IOException | InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(old.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
