package io.penstock.activities.git;

import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.RepositoryId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Wishes to fetch now, counted per repository, so that one which comes during a fetch is not lost.
public final class Pokes implements Consumer<Door.Event> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<RepositoryId, Long> counts = new HashMap<>();
    private long everywhere;
    private boolean closed;

    /// Takes events of the door: FETCH pokes one repository, or all.
    @Override
    public void accept(Door.Event event) {
        if (event.kind() != Door.Event.Kind.FETCH) {
            return;
        }
        lock.lock();
        try {
            if (event.repository() == null) {
                everywhere++;
            } else {
                counts.merge(event.repository(), 1L, Long::sum);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends all waits, and every later one at once.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// How many wishes there were for the repository so far.
    long count(RepositoryId repository) {
        lock.lock();
        try {
            return everywhere + counts.getOrDefault(repository, 0L);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there were more wishes than `seen`, at most so long; whether there are.
    boolean await(RepositoryId repository, long seen, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            var left = atMost.toNanos();
            while (left > 0 && !closed && count(repository) <= seen) {
                left = changed.awaitNanos(left);
            }
            return closed || count(repository) > seen;
        } finally {
            lock.unlock();
        }
    }
}
