package io.penstock.local.temporal;

import io.penstock.local.Home;
import io.penstock.local.LocalStackException;
import io.penstock.local.PartStatus;
import io.penstock.local.process.Kept;
import io.penstock.local.process.KeptPart;
import io.penstock.local.process.Launch;
import io.penstock.local.process.LogTail;
import io.penstock.local.process.Loopback;
import io.penstock.local.process.RunningProcess.Signal;
import io.penstock.local.process.Unfinished;
import java.nio.file.Path;
import java.time.Duration;

/// A Temporal server as a process of ours.
final class ServerProcess {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Home home;
    private final Temporal part;

    ServerProcess(Home home, Temporal part) {
        this.home = home;
        this.part = part;
    }

    Path log() {
        return home.log(Temporal.NAME);
    }

    boolean isAlive() {
        return Kept.of(home, Temporal.NAME).filter(Kept::isAlive).isPresent();
    }

    /// Starts it and waits until it listens on this port.
    void launch(Launch launch, int port) {
        var process = launch.start();
        new Kept(process, Loopback.ADDRESS + ":" + port, "").save(home, Temporal.NAME);
        try (var _ = Unfinished.work(this::stop)) {
            awaitAnswer(port);
        }
    }

    /// Waits until it listens on this port.
    void awaitAnswer(int port) {
        var answers = Loopback.await(START_LIMIT, () -> {
            if (!isAlive()) {
                throw new LocalStackException("Temporal ended: " + LogTail.lastLine(log()));
            }
            return Loopback.answers(port);
        });
        if (!answers) {
            throw new LocalStackException("Temporal does not answer on port " + port + ": " + LogTail.lastLine(log()));
        }
        Kept.begun(home, Temporal.NAME);
    }

    PartStatus status(int port) {
        return KeptPart.status(home, part, () -> Loopback.silence(port));
    }

    void stop() {
        KeptPart.stop(home, Temporal.NAME, Signal.TERMINATE, STOP_LIMIT);
    }
}
