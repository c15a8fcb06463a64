package io.penstock.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.controlplane.database.Changes;
import io.penstock.controlplane.database.Changes.Change;
import io.penstock.controlplane.database.Database;
import io.penstock.controlplane.database.DatabaseConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutageTest {
    /// A local activity is given up after two seconds; whoever waits for PostgreSQL must be back before.
    private static final Duration LOCAL_ACTIVITY = Duration.ofSeconds(2);

    @Test
    void givesUpInTimeWhenPostgresIsAway() throws IOException {
        assertThat(failure(jdbi("jdbc:postgresql://127.0.0.1:" + closedPort() + "/x")))
                .isLessThan(LOCAL_ACTIVITY);
    }

    @Test
    void givesUpInTimeWhenPostgresTakesConnectionsAndSaysNothing() throws IOException {
        try (var deaf = new ServerSocket(0)) {
            assertThat(failure(jdbi("jdbc:postgresql://127.0.0.1:" + deaf.getLocalPort() + "/x")))
                    .isLessThan(LOCAL_ACTIVITY);
        }
    }

    @Test
    void givesUpInTimeWhenAllConnectionsAreTaken() throws InterruptedException {
        try (var world = new World()) {
            var taken = new CountDownLatch(8);
            var release = new CountDownLatch(1);
            for (var holder = 0; holder < 8; holder++) {
                Thread.ofVirtual()
                        .start(() -> world.jdbi.useHandle(handle -> {
                            handle.execute("SELECT 1");
                            taken.countDown();
                            await().until(() -> release.getCount() == 0);
                        }));
            }
            assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(failure(world.jdbi)).isLessThan(LOCAL_ACTIVITY);
            release.countDown();
        }
    }

    @Test
    void cancelsAStatementThatTakesTooLong() {
        try (var world = new World()) {
            var begin = System.nanoTime();
            assertThatThrownBy(() -> world.jdbi.useHandle(handle -> handle.execute("SELECT pg_sleep(10)")))
                    .isInstanceOf(JdbiException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LOCAL_ACTIVITY.plusMillis(500));
        }
    }

    @Test
    void tellsFollowersToReloadWhenTheListeningConnectionWasLost() {
        try (var world = new World()) {
            var heard = new CopyOnWriteArrayList<Change>();
            var changes = new Changes(world.database.database());
            changes.follow(heard::add);
            changes.start();
            await().until(() -> heard.contains(Change.RELOAD));
            heard.clear();
            world.application("web", "tokyo");
            await().until(() -> heard.stream().anyMatch(change -> change.topic().equals("application")));
            heard.clear();
            List<Integer> cut = world.jdbi.withHandle(
                    handle -> handle.select("""
                            SELECT CAST(pg_terminate_backend(pid) AS int) FROM pg_stat_activity
                            WHERE application_name = 'penstock-listener' AND datname = current_database()
                            """).mapTo(Integer.class).list());
            assertThat(cut).containsExactly(1);
            await().atMost(Duration.ofSeconds(10)).until(() -> heard.contains(Change.RELOAD));
            changes.stop();
        }
    }

    @Test
    void noticesThatTheListeningConnectionIsDeaf() throws Exception {
        try (var world = new World()) {
            var changes = new Changes(world.database.database());
            var reloads = new AtomicInteger();
            changes.follow(change -> reloads.addAndGet(change.equals(Change.RELOAD) ? 1 : 0));
            changes.start();
            await().until(() -> reloads.get() == 1);
            var backend = world.one(Integer.class, """
                    SELECT pid FROM pg_stat_activity
                    WHERE application_name = 'penstock-listener' AND datname = current_database()
                    """);
            signal("STOP", backend);
            try {
                await().atMost(Duration.ofSeconds(30)).until(() -> reloads.get() == 2);
            } finally {
                signal("CONT", backend);
                changes.stop();
            }
        }
    }

    private static void signal(String signal, int process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, "" + process)
                        .start()
                        .waitFor())
                .isZero();
    }

    private static Duration failure(Jdbi jdbi) {
        var begin = System.nanoTime();
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute("SELECT 1")))
                .isInstanceOf(JdbiException.class);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static Jdbi jdbi(String url) {
        return new Database(new DatabaseConfig(url, "x", "x", null, 2), new SimpleMeterRegistry()).recording();
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
