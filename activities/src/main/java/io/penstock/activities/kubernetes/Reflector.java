package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.workflows.Json;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The present objects of one kind, kept up to date by one watch. Nothing is known before the first complete
/// answer: who asks earlier waits, and is told why when it does not come.
final class Reflector implements Closeable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final ApiServer server;
    private final ResourceType type;
    private final Scope scope;
    private final UnaryOperator<ObjectNode> reduction;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, List<Semaphore>> bells = new HashMap<>();

    private Map<String, ObjectNode> objects = new HashMap<>();
    private @Nullable Map<String, ObjectNode> arriving;
    private boolean synced;
    private boolean connected;
    private boolean streamsFirst = true;
    private @Nullable String position;
    private @Nullable RuntimeException problem;
    private volatile ApiServer.@Nullable Stream open;
    private volatile boolean closed;

    /// Which objects of the kind.
    ///
    /// @param namespace empty for all
    /// @param labels a label selector, empty for all
    record Scope(String namespace, String labels) {}

    /// @param reduction what of each object is kept
    Reflector(ApiServer server, ResourceType type, Scope scope, UnaryOperator<ObjectNode> reduction) {
        this.server = server;
        this.type = type;
        this.scope = scope;
        this.reduction = reduction;
        this.thread = Thread.ofVirtual().name("watch " + type.plural()).unstarted(this::run);
    }

    Reflector start() {
        thread.start();
        return this;
    }

    /// Waits for the first complete answer. A refusal of the server is thrown as such, silence as unreachable.
    Reflector awaitSynced(Duration limit) throws InterruptedException {
        var nanos = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (!synced) {
                if (problem instanceof ApiServerException refusal && refusal.isRefusal()) {
                    throw new ApiServerException(
                            refusal.status(), "", "cannot watch " + type.plural() + ": " + refusal.getMessage(), true);
                }
                if (nanos <= 0) {
                    throw new UnreachableException(
                            "the API server at " + server.address() + " did not list " + type.plural()
                                    + (problem == null ? "" : ": " + problem.getMessage()),
                            problem);
                }
                nanos = changed.awaitNanos(nanos);
            }
            return this;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    ObjectNode find(String namespace, String name) {
        lock.lock();
        try {
            return objects.get(namespace + "/" + name);
        } finally {
            lock.unlock();
        }
    }

    List<ObjectNode> all() {
        lock.lock();
        try {
            return List.copyOf(objects.values());
        } finally {
            lock.unlock();
        }
    }

    /// Whether the cluster can be seen just now.
    boolean isConnected() {
        lock.lock();
        try {
            return synced && connected;
        } finally {
            lock.unlock();
        }
    }

    /// Why the cluster cannot be seen, null while it can.
    @Nullable
    String problem() {
        lock.lock();
        try {
            return connected || problem == null ? null : problem.getMessage();
        } finally {
            lock.unlock();
        }
    }

    /// Rings the bell whenever one object changes, and whenever the cluster is lost or seen again.
    void listen(String namespace, String name, Semaphore bell) {
        lock.lock();
        try {
            bells.computeIfAbsent(namespace + "/" + name, _ -> new ArrayList<>())
                    .add(bell);
        } finally {
            lock.unlock();
        }
    }

    void forget(String namespace, String name, Semaphore bell) {
        lock.lock();
        try {
            bells.computeIfPresent(namespace + "/" + name, (_, there) -> {
                there.remove(bell);
                return there.isEmpty() ? null : there;
            });
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        var stream = open;
        if (stream != null) {
            stream.close();
        }
        thread.interrupt();
    }

    private void run() {
        var pause = FIRST_PAUSE;
        while (!closed) {
            var begun = System.nanoTime();
            try {
                follow();
            } catch (Exception e) {
                // Whatever happened, deployments rely on this watch: it is told of and tried again. The HTTP client
                // throws even an InterruptedException that it does not declare.
                note(e instanceof RuntimeException known ? known : new UnreachableException(String.valueOf(e), e));
            }
            var lasted = System.nanoTime() - begun > LONGEST_PAUSE.toNanos();
            pause = lasted ? FIRST_PAUSE : pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
            try {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void follow() {
        if (position == null && !streamsFirst) {
            list();
        }
        var request = ApiRequest.get(type.collection(scope.namespace))
                .with("watch", "true")
                .with("allowWatchBookmarks", "true");
        var begins = position == null;
        if (position != null) {
            request = request.with("resourceVersion", position);
        } else {
            request = request.with("sendInitialEvents", "true").with("resourceVersionMatch", "NotOlderThan");
            arriving = new HashMap<>();
        }
        try (var stream = server.stream(selected(request))) {
            open = stream;
            if (!begins) {
                connect(true);
            }
            read(stream);
        } catch (IOException e) {
            throw server.unreachable(e);
        } catch (ApiServerException e) {
            if (!begins || !e.isRefusal() || e.status() == 403 || e.isGone()) {
                throw e;
            }
            streamsFirst = false;
        } finally {
            open = null;
            arriving = null;
            connect(false);
        }
    }

    private void list() {
        var answer = server.send(selected(ApiRequest.get(type.collection(scope.namespace))));
        var listed = new HashMap<String, ObjectNode>();
        for (var item : Fields.maps(answer, "items")) {
            put(listed, item);
        }
        position = Fields.text(answer, "metadata", "resourceVersion");
        settle(listed);
    }

    private ApiRequest selected(ApiRequest request) {
        return scope.labels.isEmpty() ? request : request.with("labelSelector", scope.labels);
    }

    private void read(ApiServer.Stream stream) throws IOException {
        try (var events = Json.wire()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(stream.response().body().byteStream())) {
            while (!closed && events.hasNextValue()) {
                take(events.nextValue());
            }
        }
    }

    private void take(JsonNode event) {
        if (!(event.path("object") instanceof ObjectNode object)) {
            return;
        }
        switch (Fields.text(event, "type")) {
            case "ADDED", "MODIFIED" -> change(object, map -> put(map, object));
            case "DELETED" -> change(object, map -> map.remove(place(object)));
            case "BOOKMARK" -> {
                if (arriving != null
                        && "true".equals(Fields.text(object, "metadata", "annotations", "k8s.io/initial-events-end"))) {
                    settle(arriving);
                    arriving = null;
                    connect(true);
                }
            }
            case "ERROR" -> {
                var refusal = ApiServer.status(object, 500);
                if (refusal.isGone()) {
                    position = null;
                }
                throw refusal;
            }
            default -> {}
        }
        if (arriving == null) {
            var version = Fields.text(object, "metadata", "resourceVersion");
            position = version.isEmpty() ? position : version;
        }
    }

    private void change(ObjectNode object, Consumer<Map<String, ObjectNode>> edit) {
        if (arriving != null) {
            edit.accept(arriving);
            return;
        }
        lock.lock();
        try {
            edit.accept(objects);
            bells.getOrDefault(place(object), List.of()).forEach(Semaphore::release);
        } finally {
            lock.unlock();
        }
    }

    private void put(Map<String, ObjectNode> map, ObjectNode object) {
        if (!object.has("kind")) {
            object.put("apiVersion", type.apiVersion());
            object.put("kind", type.kind());
        }
        map.put(place(object), reduction.apply(object));
    }

    private void settle(Map<String, ObjectNode> complete) {
        lock.lock();
        try {
            objects = complete;
            synced = true;
            problem = null;
            tell();
        } finally {
            lock.unlock();
        }
    }

    private void connect(boolean now) {
        lock.lock();
        try {
            connected = now;
            problem = now ? null : problem;
            tell();
        } finally {
            lock.unlock();
        }
    }

    private void note(RuntimeException e) {
        if (e instanceof ApiServerException refusal && refusal.isGone()) {
            position = null;
        }
        lock.lock();
        try {
            problem = e;
            tell();
        } finally {
            lock.unlock();
        }
    }

    private void tell() {
        changed.signalAll();
        bells.values().forEach(there -> there.forEach(Semaphore::release));
    }

    private static String place(JsonNode object) {
        return Fields.text(object, "metadata", "namespace") + "/" + Fields.text(object, "metadata", "name");
    }
}
