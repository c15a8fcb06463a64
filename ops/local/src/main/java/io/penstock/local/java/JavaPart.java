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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One of Penstock's own programs in a JVM of its own; healthy when its admin port says so at `/readyz`.
public final class JavaPart implements Part {
    /// For a process that lives: on a busy machine a cold start takes minutes, and killing it would not help.
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final int ANSWER_MILLIS = 2000;
    private static final int ANSWER_BYTES = 4096;
    /// Begins the line in which a build says that it does not take over what is open.
    private static final String UPGRADE = "upgrade: ";

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
            awaitHealth(step, !current);
            step.done((current ? "already runs on " : "runs on ") + program.address());
        }
    }

    @Override
    public PartStatus status() {
        return KeptPart.status(home, this, this::trouble);
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
        var process = new Launch(words, Jvm.ENVIRONMENT, home.data(), log()).start();
        new Kept(process, program.address(), fingerprint).save(home, name);
    }

    /// @param launched just now, so that an interruption undoes it
    private void awaitHealth(Progress.Step step, boolean launched) {
        try (var _ = Unfinished.work(launched ? this::stop : () -> {})) {
            var healthy = Loopback.await(START_LIMIT, () -> {
                if (!isAlive()) {
                    throw new LocalStackException(
                            name + " ended: " + LogTail.lastLine(log()) + " (log: " + log() + ")");
                }
                var trouble = trouble();
                if (trouble != null && trouble.startsWith(UPGRADE)) {
                    throw new LocalStackException(name + " of this build does not begin: "
                            + trouble.substring(UPGRADE.length()) + "; for `up`: PENSTOCK_TAKE_OVER_UNSEEN=true");
                }
                if (trouble != null && !trouble.equals(Loopback.SILENT)) {
                    step.at(trouble);
                }
                return trouble == null;
            });
            if (!healthy) {
                var trouble = trouble();
                throw new LocalStackException(name + " is not ready after " + START_LIMIT.toMinutes() + " min: "
                        + (trouble == null || trouble.equals(Loopback.SILENT) ? LogTail.lastLine(log()) : trouble)
                        + " (log: "
                        + log() + ")");
            }
            Kept.begun(home, name);
        }
    }

    /// What it says it waits for, null when it is ready.
    private @Nullable String trouble() {
        try {
            var address = URI.create("http://" + Loopback.ADDRESS + ":" + adminPort() + "/readyz")
                    .toURL();
            var connection = (HttpURLConnection) address.openConnection();
            connection.setConnectTimeout(ANSWER_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            try {
                if (connection.getResponseCode() == HttpURLConnection.HTTP_OK) {
                    return null;
                }
                var said = connection.getErrorStream();
                return said == null
                        ? Loopback.SILENT
                        : new String(said.readNBytes(ANSWER_BYTES), StandardCharsets.UTF_8)
                                .lines()
                                .findFirst()
                                .orElse(Loopback.SILENT);
            } finally {
                connection.disconnect();
            }
        } catch (IOException _) {
            return Loopback.SILENT;
        }
    }
}
