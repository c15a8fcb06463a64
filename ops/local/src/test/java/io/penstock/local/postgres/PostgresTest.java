package io.penstock.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.local.Home;
import io.penstock.local.PartState;
import io.penstock.local.Quiet;
import io.penstock.local.process.RunningProcess;
import io.penstock.local.process.RunningProcess.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PostgresTest {
    @TempDir
    private Path folder;

    private Postgres postgres;
    private Home home;

    @BeforeEach
    void prepare() {
        home = new Home(folder.resolve("a home with spaces")).prepare();
        postgres = new Postgres(home, List.of());
    }

    @AfterEach
    void end() {
        postgres.stop();
    }

    @Test
    void keepsRowsOverAKillAndIsStartedAgain() throws SQLException {
        postgres.start(new Quiet());
        assertThat(postgres.status().state()).isEqualTo(PartState.RUNNING);
        assertThat(postgres.status().memoryBytes()).isGreaterThan(5_000_000);
        run("create table pipe (id uuid primary key default uuidv7())");
        run("insert into pipe default values");
        var pid = Objects.requireNonNull(postgres.status().pid());
        RunningProcess.of(pid, Instant.now()).orElseThrow().stop(Signal.KILL, Duration.ofSeconds(5));
        assertThat(postgres.status().state()).isEqualTo(PartState.DEAD);

        postgres.start(new Quiet());

        assertThat(query("select count(*) from pipe")).isEqualTo("1");
        assertThat(query("show fsync")).isEqualTo("on");
    }

    @Test
    void isAdoptedByALaterCommand() {
        postgres.start(new Quiet());
        var pid = postgres.status().pid();
        var later = new Postgres(home, List.of("temporal"));
        later.start(new Quiet());
        assertThat(later.status().pid()).isEqualTo(pid);
        later.stop();
        assertThat(postgres.status().state()).isEqualTo(PartState.STOPPED);
    }

    @Test
    void refusesAWrongPasswordAndHidesTheRightOne() throws Exception {
        postgres.start(new Quiet());
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), "penstock", "guess")
                        .close())
                .hasMessageContaining("password authentication failed");
        var modes = Files.getPosixFilePermissions(home.keys().resolve("database-password"));
        assertThat(PosixFilePermissions.toString(modes)).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.root())))
                .isEqualTo("rwx------");
    }

    private void run(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), "penstock", postgres.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), "penstock", postgres.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return Objects.requireNonNull(rows.getString(1));
        }
    }
}
