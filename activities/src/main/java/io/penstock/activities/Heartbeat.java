package io.penstock.activities;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The sign of life of an activity whose work may block for longer than its heartbeat timeout.
public final class Heartbeat {
    private static final long EVERY_MILLIS = 500;
    private static final long PARTING_MILLIS = 2_000;

    private Heartbeat() {}

    /// Does the work in a virtual thread of its own while the calling activity heartbeats twice a second.
    ///
    /// When the activity is cancelled or its attempt is lost, the work is interrupted, given 2 s to end, and the
    /// heartbeat's own exception is thrown.
    public static <T> T during(Callable<T> work) {
        return during(() -> null, work);
    }

    /// The same with details that the next attempt can read.
    public static <T> T during(Supplier<@Nullable Object> details, Callable<T> work) {
        return during(Activity.getExecutionContext(), details, work);
    }

    static <T> T during(ActivityExecutionContext context, Supplier<@Nullable Object> details, Callable<T> work) {
        var task = new FutureTask<>(work);
        var thread = Thread.ofVirtual()
                .name("work of " + Thread.currentThread().getName())
                .start(task);
        try {
            while (!ended(task)) {
                context.heartbeat(details.get());
            }
            return task.get();
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the piped is stopping", e);
        } finally {
            if (!task.isDone()) {
                stop(thread);
            }
        }
    }

    private static boolean ended(FutureTask<?> task) throws ExecutionException, InterruptedException {
        try {
            task.get(EVERY_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        }
    }

    private static void stop(Thread thread) {
        thread.interrupt();
        var interrupted = Thread.interrupted();
        try {
            thread.join(PARTING_MILLIS);
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException unchecked(@Nullable Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case null -> new IllegalStateException("the work ended without a result");
            default -> Activity.wrap(cause);
        };
    }
}
