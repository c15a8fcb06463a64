package io.penstock.controlplane.database;

import io.dropwizard.lifecycle.Managed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What changed in the database, told to everybody who follows, by one listening connection.
public final class Changes implements Managed {
    private static final Logger log = LoggerFactory.getLogger(Changes.class);
    private static final String CHANNEL = "penstock";
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int ANSWER_SECONDS = 3;

    private final Database database;
    private final List<Consumer<Change>> followers = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;
    private @Nullable Thread listener;
    private String fault = "";

    public Changes(Database database) {
        this.database = database;
    }

    /// A row of a topic changed.
    ///
    /// @param id of the row, or of what it belongs to; empty when everything is meant
    public record Change(String topic, String id) {
        /// Something may have been missed: read everything again.
        public static final Change RELOAD = new Change("reload", "");

        static Change parse(String payload) {
            var colon = payload.indexOf(':');
            return colon < 0
                    ? new Change(payload, "")
                    : new Change(payload.substring(0, colon), payload.substring(colon + 1));
        }
    }

    /// Calls the follower for each change, one at a time and in order, until closed. It must not block.
    public Following follow(Consumer<Change> follower) {
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    /// Ends when closed.
    public interface Following extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public void start() {
        listener = Thread.ofVirtual().name("changes").start(this::listen);
    }

    @Override
    public void stop() {
        stopped = true;
        if (listener != null) {
            listener.interrupt();
        }
    }

    private void listen() {
        while (!stopped) {
            try (var connection = database.dedicated()) {
                try (var statement = connection.createStatement()) {
                    statement.execute("LISTEN " + CHANNEL);
                }
                fault = "";
                tell(Change.RELOAD);
                hear(connection);
            } catch (SQLException e) {
                tell(e);
            }
            pause();
        }
    }

    /// A peer that went without a word is noticed by asking it where nothing was heard.
    private void hear(Connection connection) throws SQLException {
        var postgres = connection.unwrap(PGConnection.class);
        while (!stopped) {
            var heard = postgres.getNotifications(PATIENCE_MILLIS);
            if (heard.length == 0 && !connection.isValid(ANSWER_SECONDS)) {
                throw new SQLException("the database does not answer");
            }
            for (var notification : heard) {
                tell(Change.parse(notification.getParameter()));
            }
        }
    }

    private void tell(Change change) {
        for (var follower : followers) {
            try {
                follower.accept(change);
            } catch (RuntimeException e) {
                log.error("a follower of changes failed at {}", change, e);
            }
        }
    }

    /// Once for as long as it is the same.
    private void tell(SQLException e) {
        if (!stopped && !e.toString().equals(fault)) {
            log.warn("changes are not heard for now", e);
        }
        fault = e.toString();
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
