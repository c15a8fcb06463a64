package io.penstock.local.process;

import io.penstock.local.LocalStackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A program that is run to its end while we wait; it dies with us.
///
/// @param environment what is added to our own
public record Command(List<String> words, @Nullable Path directory, Map<String, String> environment, Duration limit) {
    private static final Duration USUAL_LIMIT = Duration.ofMinutes(2);
    private static final int KEPT_LINES = 2000;

    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    public static Command of(String... words) {
        return new Command(List.of(words), null, Map.of(), USUAL_LIMIT);
    }

    public static Command of(List<String> words) {
        return new Command(words, null, Map.of(), USUAL_LIMIT);
    }

    public Command in(Path folder) {
        return new Command(words, folder, environment, limit);
    }

    public Command with(Map<String, String> added) {
        return new Command(words, directory, added, limit);
    }

    public Command within(Duration bound) {
        return new Command(words, directory, environment, bound);
    }

    /// Runs it and gives its exit code and what it said on both streams.
    public Outcome run() {
        return run(_ -> {});
    }

    /// Runs it, hands over each line as it comes, and fails with its last words unless it ends with 0.
    public String succeed(Consumer<String> eachLine) {
        var outcome = run(eachLine);
        if (outcome.exitCode() != 0) {
            throw new LocalStackException(
                    words.getFirst() + ": ended with " + outcome.exitCode() + ": " + outcome.lastWords());
        }
        return outcome.output();
    }

    /// Runs it and fails with its last words unless it ends with 0.
    public String succeed() {
        return succeed(_ -> {});
    }

    private Outcome run(Consumer<String> eachLine) {
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            try (var _ = Unfinished.work(() -> end(process))) {
                return follow(process, eachLine);
            }
        } catch (IOException e) {
            throw new LocalStackException(words.getFirst() + ": cannot be run (" + e.getMessage() + ")", e);
        }
    }

    private Outcome follow(Process process, Consumer<String> eachLine) {
        var said = new CompletableFuture<List<String>>();
        Thread.ofVirtual().name("output").start(() -> read(process, eachLine, said));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                end(process);
                throw new LocalStackException(words.getFirst() + ": has not ended within " + limit.toSeconds() + " s");
            }
            return new Outcome(process.exitValue(), String.join("\n", said.get(10, TimeUnit.SECONDS)));
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            throw new LocalStackException(words.getFirst() + ": interrupted", e);
        } catch (ExecutionException e) {
            throw new LocalStackException(words.getFirst() + ": its output cannot be read", e.getCause());
        } catch (java.util.concurrent.TimeoutException _) {
            return new Outcome(process.exitValue(), "");
        }
    }

    private static void read(Process process, Consumer<String> eachLine, CompletableFuture<List<String>> said) {
        var kept = new ArrayList<String>();
        try (BufferedReader reader = process.inputReader()) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (kept.size() == KEPT_LINES) {
                    kept.removeFirst();
                }
                kept.add(line);
                eachLine.accept(line);
            }
            said.complete(kept);
        } catch (IOException | UncheckedIOException e) {
            said.completeExceptionally(e);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// How a program ended and what it said.
    public record Outcome(int exitCode, String output) {
        /// The last lines, for a message.
        public String lastWords() {
            var lines = output.strip().lines().toList();
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        }
    }
}
