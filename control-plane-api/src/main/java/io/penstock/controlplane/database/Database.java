package io.penstock.controlplane.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.dropwizard.lifecycle.Managed;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/// Our PostgreSQL, by two pools: one whose every wait ends before a local activity's time does, and one for the
/// web.
public final class Database implements Managed {
    private final DatabaseConfig config;
    private final String password;
    private final HikariDataSource recordingPool;
    private final HikariDataSource servingPool;
    private final Jdbi recording;
    private final Jdbi serving;

    public Database(DatabaseConfig config, MeterRegistry meters) {
        this.config = config;
        password = config.secret();
        recordingPool = pool("recording", meters, "2", "1500");
        servingPool = pool("serving", meters, "15", "10000");
        recording = jdbi(recordingPool);
        serving = jdbi(servingPool);
    }

    /// For what workflows record: whoever waits for a connection or a statement here gives up within 1.5 seconds.
    public Jdbi recording() {
        return recording;
    }

    /// For what people and pipeds ask: a statement may take ten seconds.
    public Jdbi serving() {
        return serving;
    }

    /// Brings the schema up to date. Replicas that start together wait for each other.
    public void migrate() {
        Flyway.configure()
                .dataSource(config.url(), config.user(), password)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    /// Whether PostgreSQL answers now.
    public boolean reachable() {
        try {
            return serving.withHandle(handle ->
                    handle.createQuery("SELECT 1").mapTo(Integer.class).one() == 1);
        } catch (JdbiException e) {
            return false;
        }
    }

    /// A connection outside the pools, for who listens.
    Connection dedicated() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", config.user());
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "penstock-listener");
        return DriverManager.getConnection(config.url(), properties);
    }

    @Override
    public void stop() {
        recordingPool.close();
        servingPool.close();
    }

    private HikariDataSource pool(String name, MeterRegistry meters, String socketSeconds, String statementMillis) {
        var hikari = new HikariConfig();
        hikari.setPoolName(name);
        hikari.setJdbcUrl(config.url());
        hikari.setUsername(config.user());
        hikari.setPassword(password);
        hikari.setMaximumPoolSize(config.connections() == null ? 10 : config.connections());
        hikari.setMinimumIdle(2);
        hikari.setConnectionTimeout(1_000);
        hikari.setValidationTimeout(500);
        // Said, not asked: a first answer that comes too late would leave it unknown, and every connection unusable.
        hikari.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        hikari.setInitializationFailTimeout(-1);
        hikari.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        hikari.addDataSourceProperty("connectTimeout", "1");
        hikari.addDataSourceProperty("socketTimeout", socketSeconds);
        hikari.addDataSourceProperty("options", "-c statement_timeout=" + statementMillis);
        hikari.addDataSourceProperty("ApplicationName", "penstock-" + name);
        hikari.addDataSourceProperty("stringtype", "unspecified");
        return new HikariDataSource(hikari);
    }

    private static Jdbi jdbi(HikariDataSource pool) {
        return Jdbi.create(pool).installPlugin(new PostgresPlugin()).installPlugin(new SqlObjectPlugin());
    }
}
