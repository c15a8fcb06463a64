package io.penstock.controlplane.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.controlplane.gate.Errands.Errand;
import io.penstock.controlplane.piped.TestPipeds.Registered;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class PipedDeathTest {
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
    void startsTheTaskOfAKilledProcessElsewhereWithinFourSeconds() throws Exception {
        var piped = fixture.register("tokyo");
        var child = child(piped, "tokyo");
        var errand = fixture.send(new Errand("tokyo", "test.hold", 0, 0));
        expect(child, "holding");
        fixture.worker(fixture.open(piped.secret(), UUID.randomUUID().toString()), "tokyo", "survivor", null);

        var killed = System.nanoTime();
        child.destroyForcibly();
        var answer = errand.getResult(30, TimeUnit.SECONDS, String.class);

        var took = Duration.ofNanos(System.nanoTime() - killed);
        assertThat(answer).isEqualTo("survivor at attempt 2");
        assertThat(took).isBetween(Duration.ofMillis(2500), Duration.ofMillis(4500));
    }

    private static Process child(Registered piped, String queue) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerProcess.class.getName(),
                        Integer.toString(fixture.gate().port()),
                        piped.secret(),
                        UUID.randomUUID().toString(),
                        queue)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        expect(process, "started");
        return process;
    }

    private static void expect(Process process, String line) throws IOException {
        BufferedReader output = process.inputReader();
        String read;
        do {
            read = output.readLine();
        } while (read != null && !read.contains(line));
        assertThat(read).contains(line);
    }
}
