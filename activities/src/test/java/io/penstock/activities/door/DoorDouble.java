package io.penstock.activities.door;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.penstock.workflows.Json;
import io.penstock.workflows.door.Door;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A piped door by hand: keeps what goes up, and can be told to fail.
public final class DoorDouble implements AutoCloseable {
    public static final String KEY = "psk_0123456789abcdef";

    public final Map<String, byte[]> bundles = new ConcurrentHashMap<>();
    public final Map<String, Door.ChangeSet> changeSets = new ConcurrentHashMap<>();
    public final Map<String, String> views = new ConcurrentHashMap<>();
    public final List<Door.Lines> lines = new CopyOnWriteArrayList<>();
    public final List<Door.Progress> progress = new CopyOnWriteArrayList<>();
    public final List<Integer> statuses = new CopyOnWriteArrayList<>();
    public final AtomicInteger calls = new AtomicInteger();
    public volatile Door.Registrations registrations = new Door.Registrations(1, List.of());
    public volatile boolean away;

    private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
    private final int port;
    private HttpServer server;

    public DoorDouble() throws IOException {
        server = start(0);
        port = server.getAddress().getPort();
    }

    public DoorClient client() {
        return new DoorClient(WebAddress.parse("http://127.0.0.1:" + port), KEY, Duration.ofSeconds(3));
    }

    public void stop() {
        server.stop(0);
        streams.clear();
    }

    public void startAgain() throws IOException {
        server = start(port);
    }

    public void say(Door.Event event) throws IOException {
        for (var stream : streams) {
            stream.write(("event: message\ndata: " + Json.write(event) + "\n\n").getBytes(StandardCharsets.UTF_8));
            stream.flush();
        }
    }

    public int listeners() {
        return streams.size();
    }

    @Override
    public void close() {
        stop();
    }

    private HttpServer start(int at) throws IOException {
        var begun = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
        begun.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        begun.createContext(Door.PATH, this::answer);
        begun.start();
        return begun;
    }

    private void answer(HttpExchange call) throws IOException {
        calls.incrementAndGet();
        var body = call.getRequestBody().readAllBytes();
        if (!("Bearer " + KEY).equals(call.getRequestHeaders().getFirst("authorization"))) {
            reply(call, 401, "{}");
        } else if (away) {
            reply(call, 503, "{\"detail\":\"the database is away\"}");
        } else if (!statuses.isEmpty()) {
            reply(call, statuses.removeFirst(), "{\"title\":\"Refused\",\"detail\":\"as the test wants\"}");
        } else {
            var path = call.getRequestURI().getPath().substring(Door.PATH.length());
            answer(call, path, body);
        }
    }

    private void answer(HttpExchange call, String path, byte[] body) throws IOException {
        var id = path.substring(path.lastIndexOf('/') + 1);
        if (path.equals("/hello")) {
            reply(
                    call,
                    200,
                    Json.write(new Door.Welcome("home", "tokyo", "p", "penstock", "g:1", Instant.EPOCH, 1 << 24)));
        } else if (path.equals("/registrations")) {
            var since = Long.parseLong(call.getRequestURI().getQuery().substring("since=".length()));
            if (since == registrations.revision()) {
                reply(call, 204, "");
            } else {
                reply(call, 200, Json.write(registrations));
            }
        } else if (path.equals("/events")) {
            call.getResponseHeaders().add("content-type", "text/event-stream");
            call.sendResponseHeaders(200, 0);
            call.getResponseBody().write(": hello\n\n".getBytes(StandardCharsets.UTF_8));
            call.getResponseBody().flush();
            streams.add(call.getResponseBody());
        } else if (path.startsWith("/views/")) {
            views.put(id, new String(body, StandardCharsets.UTF_8));
            reply(call, 204, "");
        } else if (path.startsWith("/bundles/") && call.getRequestMethod().equals("PUT")) {
            bundles.put(id, body);
            reply(call, 204, "");
        } else if (path.startsWith("/bundles/") && bundles.containsKey(id)) {
            call.sendResponseHeaders(200, bundles.get(id).length);
            call.getResponseBody().write(bundles.get(id));
            call.close();
        } else if (path.startsWith("/changesets/")) {
            changeSets.put(id, Json.read(new String(body, StandardCharsets.UTF_8), Door.ChangeSet.class));
            reply(call, 204, "");
        } else if (path.equals("/logs")) {
            lines.add(Json.read(new String(body, StandardCharsets.UTF_8), Door.Lines.class));
            reply(call, 204, "");
        } else if (path.equals("/progress")) {
            progress.add(Json.read(new String(body, StandardCharsets.UTF_8), Door.Progress.class));
            reply(call, 204, "");
        } else {
            reply(call, 404, "{\"title\":\"Not found\"}");
        }
    }

    private static void reply(HttpExchange call, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            call.getResponseBody().write(bytes);
        }
        call.close();
    }
}
