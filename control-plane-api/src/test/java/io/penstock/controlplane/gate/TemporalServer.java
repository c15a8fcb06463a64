package io.penstock.controlplane.gate;

import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A Temporal for tests: the real development server, or the Java one in this process.
public record TemporalServer(String address, Closeable end) {
    public static final String NAMESPACE = "penstock";

    /// The real one, from `PENSTOCK_TEMPORAL_BIN`, the cache of built tools, or the path.
    public static TemporalServer real() throws IOException {
        var port = freePort();
        var process = new ProcessBuilder(
                        binary().toString(),
                        "server",
                        "start-dev",
                        "--headless",
                        "--ip",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--namespace",
                        NAMESPACE,
                        "--log-level",
                        "error",
                        "--dynamic-config-value",
                        "history.transferProcessorMaxPollRPS=2000",
                        "--dynamic-config-value",
                        "history.timerProcessorMaxPollRPS=2000")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var server = new TemporalServer("127.0.0.1:" + port, () -> {
            process.destroy();
            process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
        });
        server.awaitNamespace();
        return server;
    }

    static TemporalServer inProcess() throws IOException {
        var port = freePort();
        var server = TestServer.createPortBoundServer(port);
        return new TemporalServer("127.0.0.1:" + port, server);
    }

    public WorkflowServiceStubs stubs() {
        return WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    }

    public void close() throws IOException {
        end.close();
    }

    private void awaitNamespace() {
        var stubs = stubs();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
                stubs.blockingStub()
                        .withDeadlineAfter(1, TimeUnit.SECONDS)
                        .describeNamespace(DescribeNamespaceRequest.newBuilder()
                                .setNamespace(NAMESPACE)
                                .build());
                return true;
            });
        } finally {
            stubs.shutdownNow();
        }
    }

    private static Path binary() throws IOException {
        var named = System.getenv("PENSTOCK_TEMPORAL_BIN");
        if (named != null) {
            return Path.of(named);
        }
        var home = System.getenv("PENSTOCK_HOME");
        var base = home == null ? Path.of(System.getProperty("user.home"), ".penstock") : Path.of(home);
        var built = base.resolve("cache/tools/temporal");
        if (Files.isDirectory(built)) {
            try (var versions = Files.list(built)) {
                return versions.map(version -> version.resolve("temporal"))
                        .filter(Files::isExecutable)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
            }
        }
        return Path.of("temporal");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
