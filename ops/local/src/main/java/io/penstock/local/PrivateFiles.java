package io.penstock.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Files and folders that only their owner may read, written whole or not at all.
public final class PrivateFiles {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final SecureRandom RANDOM = new SecureRandom();

    private PrivateFiles() {}

    /// Makes a folder with mode 0700, or gives an existing one that mode.
    public static Path folder(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, FOLDER);
            return folder;
        } catch (IOException e) {
            throw new LocalStackException(folder + ": cannot be made a private folder (" + e + ")", e);
        }
    }

    /// Replaces a file's content under mode 0600; a reader sees the old content or the new, never a part.
    public static void write(Path file, String content) {
        try {
            var temporary = Files.createTempFile(
                    file.getParent(), "." + file.getFileName(), ".part", PosixFilePermissions.asFileAttribute(FILE));
            try (var channel = FileChannel.open(temporary, EnumSet.of(StandardOpenOption.WRITE))) {
                var bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The content of a file, or null where there is none.
    public static @Nullable String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The secret kept in a file; a new random one of letters and digits where there is none.
    public static String secret(Path file) {
        return kept(file, () -> HexFormat.of().formatHex(random(24)));
    }

    /// The symmetric key kept in a file, base64 of 32 bytes; a new random one where there is none.
    public static String key(Path file) {
        return kept(file, () -> Base64.getEncoder().encodeToString(random(32)));
    }

    private static String kept(Path file, Supplier<String> make) {
        var kept = read(file);
        if (kept != null) {
            return kept.strip();
        }
        var made = make.get();
        write(file, made + "\n");
        return made;
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /// Deletes a folder with all that is in it; links are deleted, not followed.
    public static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, @Nullable IOException fault) throws IOException {
                Files.deleteIfExists(left);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
