package io.penstock.piped;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Two answers on loopback: `/healthz` while the process lives, `/readyz` while it can take work.
final class Health implements AutoCloseable {
    private final HttpServer server;

    /// @param trouble why the piped cannot take work, empty when it can
    Health(int port, Supplier<Optional<String>> trouble) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/healthz", call -> reply(call, "/healthz", Optional.empty()));
        server.createContext("/readyz", call -> reply(call, "/readyz", trouble.get()));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void reply(HttpExchange call, String path, Optional<String> trouble) throws IOException {
        try (call) {
            var known = call.getRequestURI().getPath().equals(path);
            var text = known ? trouble.orElse("ok") : "there are /healthz and /readyz";
            var bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().add("content-type", "text/plain; charset=utf-8");
            call.sendResponseHeaders(known ? trouble.isEmpty() ? 200 : 503 : 404, bytes.length);
            call.getResponseBody().write(bytes);
        }
    }
}
