package io.penstock.controlplane.piped;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.controlplane.TestDatabase;
import io.penstock.controlplane.database.Changes;
import io.penstock.workflows.Json;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.DeploymentId;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The piped door on a port of its own, with a PostgreSQL behind it.
final class DoorFixture {
    final TestDatabase database = TestDatabase.make();
    final List<UUID> replaced = new ArrayList<>();
    private final Changes changes = new Changes(database.database());
    private final PipedDoor door;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final HttpClient http = HttpClient.newHttpClient();

    DoorFixture() throws Exception {
        var keys = new PipedKeys(database.jdbi());
        door = new PipedDoor(keys, database.jdbi(), "penstock", "gate:7233", (_, older) -> replaced.addAll(older));
        var heard = new CountDownLatch(1);
        changes.follow(door::changed);
        changes.follow(_ -> heard.countDown());
        changes.start();
        var context = new ServletContextHandler();
        var holder = new ServletHolder(door.servlet());
        holder.setAsyncSupported(true);
        context.addServlet(holder, PipedDoor.MAPPING);
        server.setHandler(context);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.start();
        assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
    }

    Jdbi jdbi() {
        return database.jdbi();
    }

    TestPipeds.Registered register(String cluster) {
        return TestPipeds.register(jdbi(), cluster);
    }

    HttpResponse<byte[]> call(TestPipeds.Registered piped, String method, String path, @Nullable Object body) {
        return call(piped.secret(), method, path, body);
    }

    HttpResponse<byte[]> call(String secret, String method, String path, @Nullable Object body) {
        var content = body == null
                ? BodyPublishers.noBody()
                : body instanceof byte[] bytes
                        ? BodyPublishers.ofByteArray(bytes)
                        : BodyPublishers.ofString(written(body));
        try {
            return http.send(
                    request(secret, path)
                            .method(method, content)
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// A connection on which a body is announced that never comes.
    Socket promise(TestPipeds.Registered piped, String path, int bytes) throws IOException {
        var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), connector.getLocalPort());
        var head = "PUT /piped/v1" + path + " HTTP/1.1\r\nHost: door\r\nAuthorization: Bearer " + piped.secret()
                + "\r\nContent-Length: " + bytes + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    InputStream events(TestPipeds.Registered piped) throws Exception {
        var answer = http.send(request(piped.secret(), "/events").GET().build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("events: " + answer.statusCode());
        }
        return answer.body();
    }

    void stop() throws Exception {
        http.shutdownNow();
        door.stop();
        server.stop();
        changes.stop();
        database.close();
    }

    void repository(String cluster) {
        jdbi().useHandle(handle ->
                handle.execute("INSERT INTO repository (cluster, id) VALUES (?, 'r') ON CONFLICT DO NOTHING", cluster));
    }

    ApplicationId application(String cluster, String name) {
        var id = UUID.randomUUID();
        jdbi().useHandle(handle -> handle.execute(
                "INSERT INTO application (id, name, cluster, repository, path, config_file)"
                        + " VALUES (?, ?, ?, 'r', ?, 'app.pipecd.yaml')",
                id,
                name,
                cluster,
                name));
        return new ApplicationId(id.toString());
    }

    DeploymentId deployment(ApplicationId application, String cluster, @Nullable String endedBefore) {
        var id = UUID.randomUUID();
        jdbi().useHandle(handle -> {
            handle.execute(
                    "INSERT INTO deployment (id, application, cluster, trigger_kind, trigger_reason, finished_at)"
                            + " VALUES (?, ?, ?, 'COMMAND', 'test', now() - CAST(? AS interval))",
                    id,
                    UUID.fromString(application.value()),
                    cluster,
                    endedBefore);
            handle.execute(
                    "INSERT INTO stage (deployment, index, id, name, status) VALUES (?, 0, 's', 'S', 'RUNNING')", id);
        });
        return new DeploymentId(id.toString());
    }

    @Nullable
    String text(String query) {
        return jdbi().withHandle(handle -> handle.createQuery(query).mapTo(String.class).stream()
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null));
    }

    static <T> T read(HttpResponse<byte[]> answer, Class<T> type) {
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
        return Json.read(new String(answer.body(), UTF_8), type);
    }

    private HttpRequest.Builder request(String secret, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/piped/v1" + path))
                .header("authorization", "Bearer " + secret);
    }

    private static String written(Object body) {
        return body instanceof String text ? text : Json.write(body);
    }
}
