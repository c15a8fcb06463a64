package io.penstock.controlplane;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.controlplane.database.Database;
import io.penstock.controlplane.database.DatabaseConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/// Real PostgreSQL for tests: one server per JVM, and a database of its own for who asks, copied from one that
/// has the schema.
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private final String name;
    private final Database database;

    private TestDatabase(String name) {
        this.name = name;
        database = new Database(config(name), new SimpleMeterRegistry());
    }

    /// A new database with the schema and nothing else.
    public static TestDatabase make() {
        var name = "test" + NUMBER.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE template_penstock");
        return new TestDatabase(name);
    }

    public Database database() {
        return database;
    }

    public Jdbi jdbi() {
        return database.recording();
    }

    public DatabaseConfig config() {
        return config(name);
    }

    @Override
    public void close() {
        database.stop();
    }

    private static DatabaseConfig config(String name) {
        return new DatabaseConfig(Server.POSTGRES.getJdbcUrl("postgres", name), "postgres", "", null, 8);
    }

    private static void execute(String sql) {
        try (var connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                var server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .start();
                try (var connection = server.getPostgresDatabase().getConnection();
                        var statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE template_penstock");
                }
                var template =
                        new DatabaseConfig(server.getJdbcUrl("postgres", "template_penstock"), "postgres", "", null, 2);
                var database = new Database(template, new SimpleMeterRegistry());
                database.migrate();
                database.stop();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
