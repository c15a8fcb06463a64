package io.penstock.piped;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// Where a piped keeps mirrors, caches and waiting log lines; only one process at a time.
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /// Takes the folder; the usual one lies beside the piped's file, or in the home directory where that is
    /// read only.
    static DataFolder take(Arguments arguments, String piped) throws IOException {
        var path = arguments.data() == null ? usual(arguments.config().toAbsolutePath(), piped) : arguments.data();
        Files.createDirectories(path);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
        var channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new IOException(
                    "--data: " + path + " belongs to a piped that runs (expected: a folder for each piped)");
        }
        return new DataFolder(path, channel, lock);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }

    private static Path usual(Path config, String piped) {
        var folder = config.getParent();
        if (folder != null && Files.isWritable(folder)) {
            return folder.resolve(config.getFileName().toString().replaceAll("\\.ya?ml$", "") + ".data");
        }
        return Path.of(System.getProperty("user.home"), ".penstock", "data", "pipeds", piped.replace('/', '_'));
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }
}
