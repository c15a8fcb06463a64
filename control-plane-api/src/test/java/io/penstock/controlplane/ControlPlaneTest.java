package io.penstock.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneTest {
    @TempDir
    private Path folder;

    @Test
    @Timeout(60)
    void servesTheConsoleWhileTemporalIsAway() throws Exception {
        try (var database = TestDatabase.make()) {
            var web = freePort();
            var admin = freePort();
            new ControlPlane().run("server", configuration(database, web, admin).toString());
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(get(admin, "/readyz").body()).isEqualTo("ok\n"));
            assertThat(get(web, "/deployments/some-id").body()).isNotEmpty();
            assertThat(get(admin, "/metrics").body()).contains("jvm_memory_used_bytes");
            assertThat(get(admin, "/healthz").statusCode()).isEqualTo(200);
            for (var other : List.of("/", "/tasks/log-level", "/threads", "/healthcheck", "/readyz/x")) {
                assertThat(get(admin, other).statusCode()).as(other).isEqualTo(404);
            }
        }
    }

    private Path configuration(TestDatabase database, int web, int admin) throws IOException {
        var file = folder.resolve("config.yml");
        var key = Files.writeString(folder.resolve("seal.key"), "A".repeat(43) + "=");
        Files.writeString(file, """
                server:
                  applicationConnectors: [{type: http, port: %d, bindHost: 127.0.0.1}]
                  adminConnectors: [{type: http, port: %d, bindHost: 127.0.0.1}]
                logging: {level: WARN}
                database: {url: "%s", user: postgres, password: ""}
                temporal: {address: "127.0.0.1:1"}
                gate: {bindAddress: 127.0.0.1, port: %d, publicAddress: "127.0.0.1:1", sealingKeyFile: "%s"}
                webAddress: http://127.0.0.1:%d
                """.formatted(web, admin, database.config().url(), freePort(), key, web));
        return file;
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + port + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
