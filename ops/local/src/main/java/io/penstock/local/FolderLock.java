package io.penstock.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A lock that one process at a time holds on a folder; it ends with its process, however that ends.
public final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock, waiting while another holds it; says so when it must wait.
    public static FolderLock take(Path folder, String what, Progress progress) {
        PrivateFiles.folder(folder);
        try {
            var channel = FileChannel.open(
                    folder.resolve(".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.READ);
            if (attempt(channel) == null) {
                await(channel, what, progress);
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(FileChannel channel, String what, Progress progress) throws IOException {
        try (var step = progress.step("waiting for another " + what + " to end")) {
            while (attempt(channel) == null) {
                Thread.sleep(200);
            }
            step.done("it has ended");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            channel.close();
            throw new LocalStackException("interrupted while waiting for another " + what, e);
        }
    }

    private static @Nullable FileLock attempt(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
