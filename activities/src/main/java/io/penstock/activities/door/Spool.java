package io.penstock.activities.door;

import io.penstock.workflows.Json;
import io.penstock.workflows.door.Door;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Redacted log lines on disk, one file a batch, oldest first; beyond its size the oldest are dropped.
final class Spool {
    private static final Logger log = LoggerFactory.getLogger(Spool.class);
    private static final long MAXIMUM_BYTES = 64L << 20;
    private static final String SUFFIX = ".json";

    private final Path folder;
    private final TreeMap<Long, Long> sizes = new TreeMap<>();
    private long bytes;

    Spool(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (name.matches("\\d{1,18}\\.json")) {
                    keep(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())), Files.size(file));
                } else if (name.endsWith(".part")) {
                    Files.delete(file);
                }
            }
        }
    }

    boolean isEmpty() {
        return sizes.isEmpty();
    }

    void add(Door.Lines lines) {
        var number = sizes.isEmpty() ? 1 : sizes.lastKey() + 1;
        var part = folder.resolve(number + ".part");
        try {
            Files.writeString(part, Json.write(lines));
            var size = Files.size(part);
            Files.move(part, file(number));
            keep(number, size);
        } catch (IOException e) {
            log.warn(
                    "{} log lines are lost, the disk refused them: {}",
                    lines.lines().size(),
                    e.getMessage());
        }
        while (bytes > MAXIMUM_BYTES) {
            log.warn("the oldest log lines are dropped: more than {} bytes wait for the control plane", MAXIMUM_BYTES);
            removeOldest();
        }
    }

    Optional<Door.Lines> oldest() {
        while (!sizes.isEmpty()) {
            try {
                return Optional.of(Json.read(Files.readString(file(sizes.firstKey())), Door.Lines.class));
            } catch (IOException | UncheckedIOException e) {
                log.warn("log lines on disk cannot be read and are dropped: {}", e.getMessage());
                removeOldest();
            }
        }
        return Optional.empty();
    }

    void removeOldest() {
        var oldest = sizes.pollFirstEntry();
        if (oldest == null) {
            return;
        }
        bytes -= oldest.getValue();
        try {
            Files.deleteIfExists(file(oldest.getKey()));
        } catch (IOException e) {
            log.warn("sent log lines stay on disk: {}", e.getMessage());
        }
    }

    private void keep(long number, long size) {
        sizes.put(number, size);
        bytes += size;
    }

    private Path file(long number) {
        return folder.resolve(number + SUFFIX);
    }
}
