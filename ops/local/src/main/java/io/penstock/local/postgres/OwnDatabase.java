package io.penstock.local.postgres;

import io.penstock.local.Home;
import io.penstock.local.LocalStackException;
import io.penstock.local.PartState;
import io.penstock.local.PartStatus;
import io.penstock.local.PrivateFiles;
import io.penstock.local.Progress;
import io.penstock.local.process.Loopback;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL database of the user's own; it is neither started nor stopped.
public final class OwnDatabase implements Database {
    private static final int USUAL_PORT = 5432;

    private final URI address;
    private final Home home;

    public OwnDatabase(String url, Home home) {
        var uri = parsed(url);
        if (uri == null || !isWellFormed(uri)) {
            throw new LocalStackException("--database: (expected: postgresql://user:password@host:port/database)");
        }
        this.address = uri;
        this.home = home;
    }

    private static boolean isWellFormed(URI uri) {
        return uri.getScheme() != null
                && uri.getScheme().matches("postgres(ql)?")
                && uri.getHost() != null
                && uri.getRawUserInfo() != null
                && uri.getPath().length() > 1;
    }

    private static @Nullable URI parsed(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException _) {
            return null;
        }
    }

    @Override
    public void start(Progress progress) {
        try (var step = progress.step("PostgreSQL")) {
            try (var connection = DriverManager.getConnection(jdbcUrl(), user(), credential(1))) {
                var version = connection.getMetaData().getDatabaseProductVersion();
                PrivateFiles.write(passwordFile(), credential(1) + "\n");
                step.done("yours, " + version + ", at " + place());
            } catch (SQLException e) {
                throw new LocalStackException("--database: " + place() + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    public String jdbcUrl() {
        var query = address.getRawQuery();
        return "jdbc:postgresql://" + place() + address.getPath() + (query == null ? "" : "?" + query);
    }

    @Override
    public String user() {
        return credential(0);
    }

    @Override
    public Path passwordFile() {
        return home.keys().resolve("own-database-password");
    }

    @Override
    public String url() {
        return address.toString();
    }

    @Override
    public Path log() {
        return home.log(NAME);
    }

    @Override
    public PartStatus status() {
        var answers = Loopback.answers(address.getHost(), port());
        return new PartStatus(
                NAME,
                kind(),
                answers ? PartState.RUNNING : PartState.DEAD,
                place(),
                null,
                null,
                0,
                answers ? "your own" : "nobody answers at " + place());
    }

    @Override
    public void stop() {
        // Not ours to stop.
    }

    private String place() {
        return address.getHost() + ":" + port();
    }

    private int port() {
        return address.getPort() < 0 ? USUAL_PORT : address.getPort();
    }

    private String credential(int index) {
        // A plus is a plus here; only forms of web pages write blanks so.
        var parts = address.getRawUserInfo().replace("+", "%2B").split(":", 2);
        return index < parts.length ? URLDecoder.decode(parts[index], StandardCharsets.UTF_8) : "";
    }
}
