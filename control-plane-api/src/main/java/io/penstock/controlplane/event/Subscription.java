package io.penstock.controlplane.event;

import io.penstock.controlplane.event.Feed.Event;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// One reader's events that were not taken yet; several of the same row are one.
final class Subscription implements AutoCloseable {
    private static final int MOST_WAITING = 5_000;

    private final Set<String> topics;
    private final Consumer<Subscription> ended;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Event> waiting = new LinkedHashMap<>();
    private boolean doubted;
    private boolean closed;

    /// @param topics `deployment` or `deployment:<id>`; empty means all
    Subscription(Set<String> topics, Consumer<Subscription> ended) {
        this.topics = topics;
        this.ended = ended;
    }

    /// What there is to write.
    ///
    /// @param doubted whether the reader's right is to be looked at again
    record Batch(List<Event> events, boolean doubted, boolean closed) {}

    void offer(Event event) {
        if (!wanted(event)) {
            return;
        }
        locked(() -> {
            if (waiting.size() >= MOST_WAITING) {
                waiting.clear();
                waiting.put(Event.RELOAD, new Event(event.number(), Event.RELOAD, ""));
            } else {
                waiting.remove(event.key());
                waiting.put(event.key(), event);
            }
        });
    }

    /// The reader may have lost the right to read.
    void doubt() {
        locked(() -> doubted = true);
    }

    @Override
    public void close() {
        locked(() -> closed = true);
        ended.accept(this);
    }

    /// Waits until there is something, at most for `patience`.
    Batch take(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            var left = patience.toNanos();
            while (waiting.isEmpty() && !doubted && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            var batch = new Batch(List.copyOf(waiting.values()), doubted, closed);
            waiting.clear();
            doubted = false;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private boolean wanted(Event event) {
        return topics.isEmpty()
                || !Feed.TOPICS.contains(event.topic())
                || topics.contains(event.topic())
                || topics.contains(event.key());
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
