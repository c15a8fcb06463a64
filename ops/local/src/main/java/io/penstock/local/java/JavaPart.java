package io.penstock.local.java;

import io.penstock.local.Home;
import io.penstock.local.LocalStackException;
import io.penstock.local.Part;
import io.penstock.local.PartKind;
import io.penstock.local.PartStatus;
import io.penstock.local.Ports;
import io.penstock.local.Progress;
import io.penstock.local.process.Kept;
import io.penstock.local.process.KeptPart;
import io.penstock.local.process.Launch;
import io.penstock.local.process.LogTail;
import io.penstock.local.process.Loopback;
import io.penstock.local.process.RunningProcess.Signal;
import io.penstock.local.process.Unfinished;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One of Penstock's own programs in a JVM of its own; healthy when its admin port says so at `/readyz`.
public final class JavaPart implements Part {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final int ANSWER_MILLIS = 2000;

    private final Home home;
    private final String name;
    private final PartKind kind;
    private final Ports ports;

    public JavaPart(Home home, String name, PartKind kind) {
        this.home = home;
        this.name = name;
        this.kind = kind;
        this.ports = new Ports(home);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public PartKind kind() {
        return kind;
    }

    @Override
    public Path log() {
        return home.log(name);
    }

    /// The port on which it answers `/healthz`, `/readyz` and `/metrics`; kept with the data.
    public int adminPort() {
        return ports.port(name + "-admin");
    }

    /// Where the jars are kept that such parts run from; with the data, as another home may share the cache.
    public static Path programs(Home home) {
        return home.data().resolve("programs");
    }

    public boolean isAlive() {
        return Kept.of(home, name).filter(Kept::isAlive).isPresent();
    }

    /// Starts it unless it runs from exactly this program; one that runs from another is replaced.
    public void start(JavaProgram program, Progress progress) {
        try (var step = progress.step(name)) {
            var kept = Kept.of(home, name).filter(Kept::isAlive);
            var fingerprint = program.fingerprint();
            var current =
                    kept.filter(each -> each.fingerprint().equals(fingerprint)).isPresent();
            if (!current) {
                if (kept.isPresent()) {
                    step.at("stopping what runs from another build or configuration");
                    stop();
                }
                step.at("starting");
                launch(program, fingerprint);
            }
            awaitHealth();
            step.done((current ? "already runs on " : "runs on ") + program.address());
        }
    }

    @Override
    public PartStatus status() {
        return KeptPart.status(home, this, this::isHealthy);
    }

    @Override
    public void stop() {
        KeptPart.stop(home, name, Signal.TERMINATE, STOP_LIMIT);
    }

    private void launch(JavaProgram program, String fingerprint) {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(program.flags());
        words.addAll(List.of("-cp", program.keptClassPath(home, fingerprint), program.mainClass()));
        words.addAll(program.arguments());
        var process = new Launch(words, program.environment(), home.data(), log()).start();
        new Kept(process, program.address(), fingerprint).save(home, name);
    }

    private void awaitHealth() {
        try (var _ = Unfinished.work(this::stop)) {
            var healthy = Loopback.await(START_LIMIT, () -> {
                if (!isAlive()) {
                    throw new LocalStackException(
                            name + " ended: " + LogTail.lastLine(log()) + " (log: " + log() + ")");
                }
                return isHealthy();
            });
            if (!healthy) {
                throw new LocalStackException(name + " is not healthy after " + START_LIMIT.toSeconds() + " s: "
                        + LogTail.lastLine(log()) + " (log: " + log() + ")");
            }
        }
    }

    private boolean isHealthy() {
        try {
            var address = URI.create("http://" + Loopback.ADDRESS + ":" + adminPort() + "/readyz")
                    .toURL();
            var connection = (HttpURLConnection) address.openConnection();
            connection.setConnectTimeout(ANSWER_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            var status = connection.getResponseCode();
            connection.disconnect();
            return status == HttpURLConnection.HTTP_OK;
        } catch (IOException _) {
            return false;
        }
    }
}
