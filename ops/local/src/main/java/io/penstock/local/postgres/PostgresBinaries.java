package io.penstock.local.postgres;

import io.penstock.local.FolderLock;
import io.penstock.local.Home;
import io.penstock.local.LocalStackException;
import io.penstock.local.PrivateFiles;
import io.penstock.local.Progress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The programs of PostgreSQL, unpacked once from the artifact on the class path into the cache.
final class PostgresBinaries {
    private static final String VERSION = version();
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private PostgresBinaries() {}

    /// The folder with `bin`, `lib` and `share`.
    static Path unpack(Home home, Progress progress) {
        var folder = home.cache().resolve("postgresql");
        var unpacked = folder.resolve(VERSION);
        if (Files.isDirectory(unpacked)) {
            return unpacked;
        }
        try (var _ = FolderLock.take(folder, "unpacking of PostgreSQL", progress)) {
            if (!Files.isDirectory(unpacked)) {
                unpackTo(unpacked, progress);
            }
            return unpacked;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version() {
        try (var text = Objects.requireNonNull(PostgresBinaries.class.getResourceAsStream("version"))) {
            return new String(text.readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpackTo(Path target, Progress progress) throws IOException {
        var unfinished = target.resolveSibling("." + VERSION + ".part");
        PrivateFiles.deleteTree(unfinished);
        try (var step = progress.step("unpacking PostgreSQL " + VERSION + " (once)");
                var archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
            if (archive == null) {
                throw new LocalStackException("no PostgreSQL for this machine among the artifacts (expected: Linux on"
                        + " amd64; elsewhere name one of your own by --database URL)");
            }
            unpack(archive, PrivateFiles.folder(unfinished));
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            step.done("unpacked");
        }
    }

    private static void unpack(InputStream archive, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(tar, entry, folder.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString((entry.getMode() & 0100) == 0 ? "rw-------" : "rwx------"));
        }
    }
}
