package io.penstock.piped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.penstock.workflows.Json;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.RepositoryId;
import io.penstock.workflows.watch.GitActivities;
import io.penstock.workflows.watch.GitActivities.AwaitChange;
import io.penstock.workflows.watch.GitActivities.Change;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PipedTest {
    private static final RepositoryId SHOP = new RepositoryId("shop");
    private static final String KUBECONFIG = """
            apiVersion: v1
            kind: Config
            current-context: none
            clusters: [{name: none, cluster: {server: "http://127.0.0.1:9"}}]
            contexts: [{name: none, context: {cluster: none, user: none}}]
            users: [{name: none, user: {}}]
            """;

    @TempDir
    Path folder;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private int gatePort;
    private TestServer.PortBoundTestServer gate;
    private HttpServer door;
    private @Nullable Piped piped;
    private Thread running = Thread.currentThread();
    private volatile boolean revoked;

    @BeforeEach
    void begin() throws Exception {
        gatePort = freePort();
        gate = TestServer.createPortBoundServer(gatePort, true);
        door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        door.createContext(Door.PATH, this::answer);
        door.start();
        git(folder, "init", "-q", "--bare", "-b", "main", "origin.git");
        git(folder, "init", "-q", "-b", "main", "work");
        git(
                folder.resolve("work"),
                "remote",
                "add",
                "origin",
                folder.resolve("origin.git").toString());
    }

    @AfterEach
    void end() throws Exception {
        if (piped != null) {
            piped.close();
            running.join(Duration.ofSeconds(10));
        }
        door.stop(0);
        gate.close();
    }

    @Test
    void worksFromHelloToTheEnd() throws Exception {
        var head = push("begin");
        start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> health("readyz") == 200);
        assertThat(health("healthz")).isEqualTo(200);
        assertThat(watch(null).to()).isEqualTo(head);
        var second = push("second");
        assertThat(watch(head).to()).isEqualTo(second);
        assertThat(calls).contains("POST /hello", "GET /events");
        assertThat(calls).anyMatch(call -> call.startsWith("PUT /changesets/"));
        var begun = Instant.now();
        Objects.requireNonNull(piped).close();
        assertThat(running.join(Duration.ofSeconds(10))).isTrue();
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void goesOnSoonAfterTheGateIsBack() throws Exception {
        var head = push("begin");
        start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> health("readyz") == 200);
        gate.close();
        Thread.sleep(8_000);
        gate = TestServer.createPortBoundServer(gatePort, true);
        var begun = Instant.now();
        assertThat(watch(null).to()).isEqualTo(head);
        var took = Duration.between(begun, Instant.now());
        assertThat(took).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void twentyThatWaitLeaveRoomForTheNext() throws Exception {
        var head = push("begin");
        start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> health("readyz") == 200);
        asking(client -> {
            var waiting = new ArrayList<WorkflowStub>();
            for (var number = 0; number < 20; number++) {
                var stub = stub(client);
                WorkflowClient.start(stub::ask, new AwaitChange(SHOP, head));
                waiting.add(WorkflowStub.fromTyped(stub));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> waiting.stream().allMatch(PipedTest::taken));
            var begun = Instant.now();
            assertThat(stub(client).ask(new AwaitChange(SHOP, null)).to()).isEqualTo(head);
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
            assertThat(waiting).allMatch(PipedTest::taken);
            return head;
        });
    }

    /// Whether the piped has the workflow's activity in hand.
    private static boolean taken(WorkflowStub workflow) {
        return workflow.describe().getRawDescription().getPendingActivitiesList().stream()
                .anyMatch(activity -> activity.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED);
    }

    @Test
    void aRevokedKeyKeepsItWaitingAndUnready() throws Exception {
        push("begin");
        revoked = true;
        start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> calls.contains("POST /hello"));
        Awaitility.await().until(() -> text("readyz").contains("the control plane answered 401"));
        assertThat(health("readyz")).isEqualTo(503);
    }

    @Test
    void aStartThatFailsEndsTheProcessWithASentence() throws Exception {
        push("begin");
        var arguments = configured();
        Files.writeString(folder.resolve("kubeconfig"), "clusters: [nothing closes this\n");
        var said = folder.resolve("said");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PipedWorker.class.getName(),
                        "--config",
                        arguments.config().toString(),
                        "--admin-port",
                        "" + arguments.adminPort())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it has ended").isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(said).content().contains("the piped cannot start: ");
            assertThat(calls).contains("POST /hello");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void servesOneClusterAndSaysSo() throws Exception {
        var arguments = configured();
        var file = arguments.config();
        Files.writeString(
                file, Files.readString(file) + "    - name: other\n      type: KUBERNETES\n      config: {}\n");
        var refused = new Piped(arguments, PipedFile.read(file));
        assertThatThrownBy(refused::run).hasMessageContaining("platformProviders: 2 of type KUBERNETES (expected: one");
        refused.close();
    }

    private Arguments configured() throws IOException {
        var port = freePort();
        Files.writeString(folder.resolve("key"), "psk_0123456789abcdef\n");
        Files.writeString(folder.resolve("seal"), "A".repeat(43) + "=\n");
        Files.writeString(folder.resolve("kubeconfig"), KUBECONFIG);
        Files.writeString(folder.resolve("piped.yaml"), """
                apiVersion: pipecd.dev/v1beta1
                kind: Piped
                spec:
                  projectID: default
                  pipedID: p1
                  pipedKeyFile: %1$s/key
                  apiAddress: 127.0.0.1:%2$d
                  webAddress: http://127.0.0.1:%3$d
                  syncInterval: 1s
                  sealing:
                    keys:
                      - id: first
                        keyFile: %1$s/seal
                  repositories:
                    - repoId: shop
                      remote: %1$s/origin.git
                      branch: main
                  platformProviders:
                    - name: kubernetes-default
                      type: KUBERNETES
                      config:
                        kubeConfigPath: %1$s/kubeconfig
                """.formatted(
                        folder, gatePort, door.getAddress().getPort()));
        healthPort = port;
        return Arguments.parse("--config", folder.resolve("piped.yaml").toString(), "--admin-port", "" + port);
    }

    private void start() throws Exception {
        var arguments = configured();
        var started = new Piped(arguments, PipedFile.read(arguments.config()));
        piped = started;
        running = Thread.ofPlatform().start(() -> {
            try {
                started.run();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private int healthPort;

    private int health(String path) throws InterruptedException {
        try {
            return get(path).statusCode();
        } catch (IOException _) {
            return 0;
        }
    }

    private String text(String path) throws IOException, InterruptedException {
        return get(path).body();
    }

    private java.net.http.HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort + "/" + path));
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    /// Runs a workflow that asks the piped for a change.
    private Change watch(@Nullable CommitId since) {
        return asking(client -> stub(client).ask(new AwaitChange(SHOP, since)));
    }

    private static Ask stub(WorkflowClient client) {
        return client.newWorkflowStub(
                Ask.class,
                WorkflowOptions.newBuilder().setTaskQueue("control-plane").build());
    }

    /// Lets workflows ask the piped.
    private <T> T asking(Function<WorkflowClient, T> work) {
        var stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + gatePort)
                .build());
        var converter = DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Json.wire()));
        var client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder().setDataConverter(converter).build());
        var factory = WorkerFactory.newInstance(client);
        factory.newWorker("control-plane").registerWorkflowImplementationTypes(AskImpl.class);
        factory.start();
        try {
            return work.apply(client);
        } finally {
            factory.shutdownNow();
            stubs.shutdownNow();
        }
    }

    @WorkflowInterface
    public interface Ask {
        @WorkflowMethod
        Change ask(AwaitChange request);
    }

    public static final class AskImpl implements Ask {
        @Override
        public Change ask(AwaitChange request) {
            var options = ActivityOptions.newBuilder()
                    .setTaskQueue("tokyo")
                    .setStartToCloseTimeout(Duration.ofMinutes(1))
                    .setHeartbeatTimeout(Duration.ofSeconds(5))
                    .build();
            return Workflow.newActivityStub(GitActivities.class, options).awaitChange(request);
        }
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            call.getRequestBody().readAllBytes();
            var path = call.getRequestURI().getPath().substring(Door.PATH.length());
            calls.add(call.getRequestMethod() + " " + path);
            var status = revoked ? 401 : 200;
            var body = switch (path) {
                case "/hello" ->
                    Json.write(new Door.Welcome("home", "tokyo", "p1", "default", "", Instant.now(), 1 << 24));
                case "/registrations" ->
                    Json.write(new Door.Registrations(
                            1,
                            List.of(new Door.Registration(
                                    new ApplicationId("0198f000-0000-7000-8000-000000000001"),
                                    "web",
                                    SHOP,
                                    "web",
                                    "app.pipecd.yaml"))));
                default -> "{}";
            };
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(status, bytes.length);
            call.getResponseBody().write(bytes);
        }
    }

    private CommitId push(String message) throws Exception {
        var work = folder.resolve("work");
        git(work, "commit", "-q", "--allow-empty", "-m", message);
        git(work, "push", "-q", "origin", "main");
        return new CommitId(git(work, "rev-parse", "HEAD").strip());
    }

    private static String git(Path folder, String... arguments) throws Exception {
        var command =
                new java.util.ArrayList<>(List.of("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
