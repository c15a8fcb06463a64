package io.penstock.local.process;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Work that must be undone when the command is interrupted in the middle of it.
public final class Unfinished {
    private static final Map<Object, Runnable> WORK = new ConcurrentHashMap<>();
    private static volatile boolean interrupted;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Unfinished::undo, "undo"));
    }

    private Unfinished() {}

    /// Begins work that this program has begun itself; when it is told to end before it is closed, `undo` runs.
    public static Piece work(Runnable undo) {
        var key = new Object();
        WORK.put(key, undo);
        return () -> WORK.remove(key);
    }

    /// Whether this program was told to end in the middle of work: what fails from then on fails because of that.
    public static boolean isInterrupted() {
        return interrupted;
    }

    private static void undo() {
        interrupted = !WORK.isEmpty();
        WORK.values().forEach(Runnable::run);
    }

    /// One piece of such work; closed when it is whole, or when it has failed.
    @FunctionalInterface
    public interface Piece extends AutoCloseable {
        @Override
        void close();
    }
}
