package io.penstock.local.process;

import io.penstock.local.LocalStackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A program to be started in a session of its own, so that it outlives us and no terminal reaches it.
///
/// @param environment what is added to our own; secrets belong here or in a file, never in `words`
/// @param log the file that its output is added to
public record Launch(List<String> words, Map<String, String> environment, Path directory, Path log) {
    public Launch {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /// Starts it and says which process it is.
    public RunningProcess start() {
        var command = new ArrayList<String>();
        command.add("setsid");
        command.addAll(words);
        try {
            Files.createDirectories(log.getParent());
            var builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            var process = builder.start();
            return RunningProcess.of(process.pid(), Instant.now())
                    .orElseThrow(() ->
                            new LocalStackException(words.getFirst() + ": ended at once: " + LogTail.lastLine(log)));
        } catch (IOException e) {
            throw new LocalStackException(words.getFirst() + ": cannot be started (" + e.getMessage() + ")", e);
        }
    }
}
