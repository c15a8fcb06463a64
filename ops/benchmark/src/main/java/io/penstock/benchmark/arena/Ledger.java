package io.penstock.benchmark.arena;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.benchmark.arena.DeploymentTimes.Runs;
import io.penstock.local.PrivateFiles;
import io.penstock.local.postgres.Database;
import io.penstock.workflows.Json;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the control plane's database says of deployments; read only, and by a connection of its own, so that
/// asking costs the control plane nothing.
public final class Ledger implements AutoCloseable {
    private static final String TIMES = """
            SELECT deployment.id, application.name, application.id, run_id, claimed_by, status, status_reason,
                (SELECT min(created_at) FROM change_set WHERE change_set.cluster = deployment.cluster
                    AND change_set.repository = application.repository AND to_commit = commit),
                deployment.created_at,
                (SELECT min(sent_at) FROM outbox WHERE key = 'lane/' || application.id
                    AND outbox.created_at >= deployment.created_at),
                claimed_at, started_at,
                (SELECT min(recorded_at) FROM fact WHERE deployment = deployment.id AND content ->> 'fact' = 'planned'),
                finished_at,
                (SELECT max(recorded_at) FROM fact WHERE deployment = deployment.id AND content ->> 'fact' = 'finished')
            FROM deployment JOIN application ON application.id = deployment.application
            WHERE application.name LIKE ? AND commit = ? AND finished_at IS NOT NULL AND status <> 'SUPERSEDED'
            """;
    private static final String COUNT = """
            SELECT count(*) FROM deployment JOIN application ON application.id = deployment.application
            WHERE application.name LIKE ? AND commit = ? AND finished_at IS NOT NULL AND status <> 'SUPERSEDED'
            """;
    private static final String FACTS =
            "SELECT recorded_at, content FROM fact WHERE deployment = CAST(? AS uuid) AND NOT withdrawn ORDER BY id";
    private static final String NEWEST = """
            SELECT CAST(deployment.id AS text) FROM deployment JOIN application ON application.id = deployment.application
            WHERE application.name = ? AND commit = ?
            """;

    private final Database database;
    private @Nullable Connection kept;

    Ledger(Database database) {
        this.database = database;
    }

    /// The database does not answer.
    static final class Away extends RuntimeException {
        private static final long serialVersionUID = 1;

        Away(SQLException cause) {
            super("the database does not answer: " + cause.getMessage(), cause);
        }
    }

    /// A fact and when it stood in the database.
    public record Recorded(Instant at, JsonNode fact) {
        /// When it happened, by the workflow's clock.
        public Instant happened() {
            return Instant.parse(fact.path("at").asText());
        }

        public boolean is(String kind) {
            return fact.path("fact").asText().equals(kind);
        }
    }

    /// The deployments of the commit that have ended.
    ///
    /// @param name an application's, or a pattern of SQL's LIKE
    public List<DeploymentTimes> finished(String name, String commit) {
        return query(TIMES, Ledger::times, name, commit);
    }

    int countFinished(String prefix, String commit) {
        return query(COUNT, row -> row.getInt(1), prefix + "%", commit).getFirst();
    }

    /// The deployment of the commit, ended or not; null while there is none.
    public @Nullable String deployment(String application, String commit) {
        var found = query(NEWEST, row -> row.getString(1), application, commit);
        return found.isEmpty() ? null : found.getFirst();
    }

    public List<Recorded> facts(String deployment) {
        return query(
                FACTS,
                row -> new Recorded(time(row.getTimestamp(1)), Json.read(row.getString(2), JsonNode.class)),
                deployment);
    }

    /// Whether it answers now.
    public boolean answers() {
        try {
            return !query("SELECT 1", row -> row.getInt(1)).isEmpty();
        } catch (Away _) {
            return false;
        }
    }

    private static DeploymentTimes times(ResultSet row) throws SQLException {
        return new DeploymentTimes(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                new Runs(String.valueOf(row.getString(4)), String.valueOf(row.getString(5))),
                row.getString(6),
                row.getString(7),
                optional(row.getTimestamp(8)),
                time(row.getTimestamp(9)),
                optional(row.getTimestamp(10)),
                optional(row.getTimestamp(11)),
                time(row.getTimestamp(12)),
                optional(row.getTimestamp(13)),
                time(row.getTimestamp(14)),
                time(row.getTimestamp(15)));
    }

    private static Instant time(@Nullable Timestamp stamp) {
        if (stamp == null) {
            throw new IllegalStateException("time: none (expected: one, since the deployment has ended)");
        }
        return stamp.toInstant();
    }

    private static @Nullable Instant optional(@Nullable Timestamp stamp) {
        return stamp == null ? null : stamp.toInstant();
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private synchronized <T> List<T> query(String sql, Reading<T> reading, String... arguments) {
        try {
            var statement = connection().prepareStatement(sql);
            try (statement) {
                for (var index = 0; index < arguments.length; index++) {
                    statement.setString(index + 1, arguments[index]);
                }
                var found = new ArrayList<T>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(reading.of(rows));
                    }
                }
                return found;
            }
        } catch (SQLException e) {
            close();
            throw new Away(e);
        }
    }

    private Connection connection() throws SQLException {
        if (kept == null) {
            var password = PrivateFiles.read(database.passwordFile());
            kept = DriverManager.getConnection(
                    database.jdbcUrl() + "?connectTimeout=1&socketTimeout=10&ApplicationName=penstock-bench",
                    database.user(),
                    password == null ? "" : password.strip());
        }
        return kept;
    }

    @Override
    public synchronized void close() {
        var connection = kept;
        kept = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException _) {
                // It is given up anyway.
            }
        }
    }
}
