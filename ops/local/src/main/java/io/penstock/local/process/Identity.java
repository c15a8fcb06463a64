package io.penstock.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What tells one process from a later one with the same number: the boot and the tick at which it began.
final class Identity {
    private static final Path PROC = Path.of("/proc");
    private static final int STATE = 0;
    private static final int START_TIME = 19;

    private Identity() {}

    /// The identity of a live process; empty when there is none, or only its remains.
    static Optional<String> of(long pid) {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .flatMap(handle -> handle.info().startInstant())
                    .map(Object::toString);
        }
        try {
            var line = Files.readString(PROC.resolve(pid + "/stat"));
            var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return switch (fields[STATE]) {
                case "Z", "X", "x" -> Optional.empty();
                default -> Optional.of(boot() + ":" + fields[START_TIME]);
            };
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String boot() throws IOException {
        return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
    }
}
