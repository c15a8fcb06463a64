package io.penstock.local.process;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.penstock.local.LocalStackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A process of ours as it is remembered: never mistaken for a later process with the same number.
///
/// @param identity what [Identity] said of it when it began
/// @param since when it was started, by the wall clock
public record RunningProcess(long pid, String identity, Instant since) {
    private static final Duration LOOK = Duration.ofMillis(50);

    /// The process with this number as it runs now.
    public static Optional<RunningProcess> of(long pid, Instant since) {
        return Identity.of(pid).map(identity -> new RunningProcess(pid, identity, since));
    }

    @JsonIgnore
    public boolean isAlive() {
        return Identity.of(pid).filter(identity::equals).isPresent();
    }

    /// Resident memory of the process and all below it; pages they share are counted once.
    public long memoryBytes() {
        if (!isAlive()) {
            return 0;
        }
        var handle = ProcessHandle.of(pid);
        return Stream.concat(handle.stream(), handle.stream().flatMap(ProcessHandle::descendants))
                .mapToLong(each -> memoryBytes(each.pid()))
                .sum();
    }

    /// Asks it to end by a signal, then ends it by force when it has not ended within the bound.
    public void stop(Signal signal, Duration bound) {
        if (!isAlive()) {
            return;
        }
        signal.send(pid);
        if (!endsWithin(bound)) {
            Signal.KILL.send(pid);
            if (!endsWithin(Duration.ofSeconds(10))) {
                throw new LocalStackException("process " + pid + " does not end although it was killed");
            }
        }
    }

    /// Waits until it has ended, and says whether it has.
    public boolean endsWithin(Duration bound) {
        var deadline = System.nanoTime() + bound.toNanos();
        try {
            while (isAlive()) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted while process " + pid + " was ending", e);
        }
    }

    private static long memoryBytes(long pid) {
        return kibibytes(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss:")
                .or(() -> kibibytes(Path.of("/proc/" + pid + "/status"), "VmRSS:"))
                .map(size -> size * 1024)
                .orElse(0L);
    }

    private static Optional<Long> kibibytes(Path file, String key) {
        try {
            return lines(file).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file);
    }

    /// How a process is asked to end.
    public enum Signal {
        /// PostgreSQL's fast shutdown, and what a terminal's interrupt key sends.
        INTERRUPT("INT"),
        TERMINATE("TERM"),
        KILL("KILL");

        private final String word;

        Signal(String word) {
            this.word = word;
        }

        void send(long pid) {
            Command.of("sh", "-c", "kill -" + word + " " + pid).run();
        }
    }
}
