package io.penstock.activities.bundle;

import io.penstock.workflows.id.BlobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sealed bundles on disk, by id; losing one costs a download. The longest unused go first.
final class BundleCache {
    private static final Logger log = LoggerFactory.getLogger(BundleCache.class);
    private static final int MAXIMUM_FILES = 2_000;
    private static final int TIDY_EVERY = 100;

    private final Path folder;
    private final AtomicInteger puts = new AtomicInteger();

    BundleCache(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        tidy();
    }

    Optional<byte[]> get(BlobId id) {
        var file = folder.resolve(id.value());
        try {
            var sealed = Files.readAllBytes(file);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(sealed);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            log.warn("a cached bundle cannot be read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    void put(BlobId id, byte[] sealed) {
        try {
            var part = Files.createTempFile(folder, id.value(), ".part");
            Files.write(part, sealed);
            Files.move(part, folder.resolve(id.value()), StandardCopyOption.ATOMIC_MOVE);
            if (puts.incrementAndGet() % TIDY_EVERY == 0) {
                tidy();
            }
        } catch (IOException e) {
            log.warn("a bundle is not cached, the disk refused it: {}", e.getMessage());
        }
    }

    private synchronized void tidy() throws IOException {
        try (var files = Files.list(folder)) {
            var oldestLast = files.sorted(
                            Comparator.comparing(BundleCache::used).reversed())
                    .toList();
            for (var file : oldestLast.subList(Math.min(MAXIMUM_FILES, oldestLast.size()), oldestLast.size())) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static FileTime used(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            return FileTime.fromMillis(0);
        }
    }
}
