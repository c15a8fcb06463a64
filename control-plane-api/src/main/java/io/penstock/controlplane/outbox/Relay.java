package io.penstock.controlplane.outbox;

import io.dropwizard.lifecycle.Managed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.penstock.controlplane.database.Changes;
import io.penstock.controlplane.database.Changes.Change;
import io.penstock.controlplane.database.Changes.Following;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the outbox to Temporal: rows of one key in order, rows of different keys beside each other.
///
/// Every replica runs one. A row is leased before it is sent, so a replica that dies is replaced within
/// seconds, and a row may be sent twice: whatever receives it takes that as once.
public final class Relay implements Managed {
    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final int AT_ONCE = 128;
    private static final long LOOK_AGAIN_MILLIS = 1_000;
    private static final long PAUSE_AT_FIRST_MILLIS = 100;
    private static final long PAUSE_AT_MOST_MILLIS = 3_000;

    private final Jdbi jdbi;
    private final Sender sender;
    private final Changes changes;
    private final Timer ages;
    private final Semaphore news = new Semaphore(1);
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Set<Long> underway = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;
    private @Nullable Following following;

    public Relay(Jdbi jdbi, Sender sender, Changes changes, MeterRegistry meters) {
        this.jdbi = jdbi;
        this.sender = sender;
        this.changes = changes;
        ages = Timer.builder("penstock.outbox.age")
                .description("Time from the writing of a row to its acknowledgement by Temporal")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
        meters.gauge("penstock.outbox.underway", underway, Set::size);
    }

    /// One row, leased.
    ///
    /// @param age when it was leased
    record Row(long id, Kind kind, String content, int attempts, Duration age) {}

    /// What a row does.
    enum Kind {
        LANE,
        COMMAND,
        WATCH,
        CHAIN,
        CHAIN_NODE,
        CONFIGURATION
    }

    @Override
    public void start() {
        following = changes.follow(change -> {
            if (change.topic().equals("outbox") || change.equals(Change.RELOAD)) {
                news.release();
            }
        });
        Thread.ofVirtual().name("relay").start(this::run);
    }

    @Override
    public void stop() {
        stopped = true;
        if (following != null) {
            following.close();
        }
        news.release();
    }

    private void run() {
        while (!stopped) {
            try {
                if (!news.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    log.trace("nothing was told; looking anyway");
                }
                news.drainPermits();
                send();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.warn("the outbox could not be read: {}", e.getMessage());
            }
        }
    }

    private void send() {
        while (!stopped) {
            var rows = lease(room.availablePermits());
            for (var row : rows) {
                room.acquireUninterruptibly();
                underway.add(row.id());
                Thread.ofVirtual().name("relay-" + row.id()).start(() -> send(row));
            }
            if (rows.isEmpty()) {
                return;
            }
        }
    }

    private void send(Row row) {
        var begun = System.nanoTime();
        try {
            sender.send(row);
            var age = row.age().plusNanos(System.nanoTime() - begun);
            if (sent(row)) {
                news.release();
            }
            ages.record(age);
        } catch (RuntimeException e) {
            log.debug("outbox row {} was not sent", row.id(), e);
            postpone(row, String.valueOf(e.getMessage()));
        } finally {
            underway.remove(row.id());
            room.release();
        }
    }

    private List<Row> lease(int limit) {
        if (limit == 0) {
            return List.of();
        }
        return jdbi.withHandle(handle -> handle.createQuery("""
                UPDATE outbox SET attempts = attempts + 1, due_at = clock_timestamp() + interval '5 seconds'
                WHERE id IN (
                    SELECT id FROM outbox candidate
                    WHERE sent_at IS NULL AND due_at <= clock_timestamp() AND id <> ALL (:underway)
                        AND NOT EXISTS (
                            SELECT FROM outbox earlier WHERE earlier.key = candidate.key
                                AND earlier.sent_at IS NULL AND earlier.id < candidate.id)
                    ORDER BY id LIMIT :limit
                    FOR UPDATE SKIP LOCKED)
                RETURNING id, kind, content, attempts,
                    CAST(extract(epoch FROM clock_timestamp() - created_at) * 1000 AS bigint)
                """)
                .bindArray("underway", Long.class, (Object[]) underway.toArray(Long[]::new))
                .bind("limit", limit)
                .map((row, _) -> new Row(
                        row.getLong(1),
                        Kind.valueOf(row.getString(2)),
                        row.getString(3),
                        row.getInt(4),
                        Duration.ofMillis(row.getLong(5))))
                .list());
    }

    /// Whether another row of the same key waits behind.
    private boolean sent(Row row) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                WITH sent AS (
                    UPDATE outbox SET sent_at = clock_timestamp(), last_error = NULL WHERE id = :id RETURNING key)
                SELECT EXISTS (SELECT FROM outbox next JOIN sent ON next.key = sent.key
                    WHERE next.sent_at IS NULL AND next.id <> :id)
                """)
                .bind("id", row.id())
                .mapTo(Boolean.class)
                .one());
    }

    private void postpone(Row row, String error) {
        var pause = Math.min(PAUSE_AT_MOST_MILLIS, PAUSE_AT_FIRST_MILLIS << Math.min(row.attempts(), 10));
        try {
            jdbi.useHandle(handle -> handle.createUpdate("""
                    UPDATE outbox SET last_error = :error,
                        due_at = clock_timestamp() + :pause * interval '1 millisecond'
                    WHERE id = :id AND sent_at IS NULL
                    """)
                    .bind("error", error)
                    .bind("pause", pause)
                    .bind("id", row.id())
                    .execute());
        } catch (RuntimeException e) {
            log.warn("outbox row {} waits for its lease to end: {}", row.id(), e.getMessage());
        }
    }
}
