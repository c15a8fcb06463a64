package io.penstock.controlplane.rest;

import static org.awaitility.Awaitility.await;

import io.penstock.controlplane.ControlPlane;
import io.penstock.controlplane.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/// A control plane that runs until the tests of this JVM end, with a database of its own and Temporal away.
public final class ApiServer {
    public static final String KEY = "psk_initial0_" + "k".repeat(40);
    public static final String READER = "psk_reader00_" + "r".repeat(40);
    public static final String PASSWORD = "a password of the tests";
    static final String SECRET = "the webhook's secret";

    private final TestDatabase database = TestDatabase.make();
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = freePort();
    private final int admin = freePort();
    private Path webhook = Path.of("");

    /// @param fixture names a file of statements to begin with
    public static ApiServer start(String fixture) {
        var server = new ApiServer();
        server.sql(read("/fixture/" + fixture));
        server.run();
        server.sql("INSERT INTO api_key (id, name, role, hash, created_by) VALUES ('reader00', 'reader', 'READ_ONLY', "
                + "sha256('" + READER + "'), 'tests')");
        return server;
    }

    public Jdbi jdbi() {
        return database.jdbi();
    }

    Path webhookSecret() {
        return webhook;
    }

    public int port() {
        return port;
    }

    public void sql(String statements) {
        jdbi().useHandle(handle -> handle.createScript(statements).execute());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(request(path).header("Authorization", "Bearer " + KEY));
    }

    HttpResponse<String> post(String path, String body) {
        return send(writing(path, body));
    }

    HttpRequest.Builder writing(String path, String body) {
        return request(path)
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /// The cookie of a new session.
    String signIn(String user, String password) {
        var body = "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}";
        var response = send(request("/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        return response.headers().firstValue("Set-Cookie").orElseThrow().split(";", -1)[0];
    }

    HttpClient client() {
        return client;
    }

    private void run() {
        try {
            var folder = Files.createTempDirectory("penstock-api");
            var seal = Files.writeString(folder.resolve("seal.key"), "A".repeat(43) + "=");
            var password = Files.writeString(folder.resolve("password"), PASSWORD);
            var key = Files.writeString(folder.resolve("api.key"), KEY);
            webhook = Files.writeString(folder.resolve("webhook"), SECRET);
            var config = Files.writeString(folder.resolve("config.yml"), """
                    server:
                      enableVirtualThreads: true
                      applicationConnectors: [{type: http, port: %d, bindHost: 127.0.0.1}]
                      adminConnectors: [{type: http, port: %d, bindHost: 127.0.0.1}]
                      requestLog: {appenders: []}
                    logging: {level: WARN}
                    database: {url: "%s", user: postgres, password: ""}
                    temporal: {address: "127.0.0.1:1"}
                    temporalUiUrl: http://127.0.0.1:8233
                    gate: {bindAddress: 127.0.0.1, port: %d, publicAddress: "127.0.0.1:1", sealingKeyFile: "%s"}
                    webAddress: http://127.0.0.1:%d
                    auth: {initialUser: ada, initialPasswordFile: "%s", initialApiKeyFile: "%s", webhookSecretFile: "%s"}
                    """.formatted(
                            port, admin, database.config().url(), freePort(), seal, port, password, key, webhook));
            new ControlPlane().run("server", config.toString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> get("/api/v1/session").statusCode() == 200);
    }

    private static String read(String resource) {
        try (var stream = ApiServer.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("resource: " + resource + " (expected: one that exists)");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
