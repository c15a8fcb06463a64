package io.penstock.controlplane.piped;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.controlplane.database.Changes.Change;
import io.penstock.workflows.Json;
import io.penstock.workflows.door.Door.Event;
import io.penstock.workflows.id.RepositoryId;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The event streams down to pipeds: fetch now, and registrations changed. A piped that opens a stream looks at
/// everything first, so nothing needs to be kept for it; one that cannot keep up is disconnected.
final class EventStreams {
    private static final Logger log = LoggerFactory.getLogger(EventStreams.class);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final int PER_CLUSTER = 50;
    private static final int QUEUE = 256;

    private final Visitors visitors;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

    EventStreams(Visitors visitors) {
        this.visitors = visitors;
    }

    /// One open stream, and what is still to be said on it.
    private static final class Stream {
        private final PipedKeys.Owner owner;
        private final String secret;
        private final AsyncContext context;
        private final LinkedBlockingQueue<Said> queue = new LinkedBlockingQueue<>(QUEUE);
        private volatile boolean closed;

        Stream(PipedKeys.Owner owner, String secret, AsyncContext context) {
            this.owner = owner;
            this.secret = secret;
            this.context = context;
        }

        void say(Said said) {
            if (!queue.offer(said)) {
                closed = true;
            }
        }
    }

    /// @param event null asks to check the key again
    private record Said(@Nullable Event event) {
        static final Said CHECK = new Said(null);
    }

    /// Keeps the connection open and answers with events until either side has enough.
    void open(HttpServletRequest request, HttpServletResponse response, PipedKeys.Owner owner) {
        var open = streams.stream()
                .filter(stream -> stream.owner.cluster().equals(owner.cluster()))
                .count();
        if (open >= PER_CLUSTER) {
            throw new DoorRefusal(429, "Event streams of cluster " + owner.cluster() + ": " + open + " are open.");
        }
        response.setContentType("text/event-stream");
        response.setHeader("cache-control", "no-store");
        var context = request.startAsync();
        context.setTimeout(0);
        var secret = Objects.requireNonNull(Visitors.secret(request));
        var stream = new Stream(owner, secret, context);
        streams.add(stream);
        Thread.ofVirtual().name("events of " + owner.cluster()).start(() -> serve(stream));
    }

    /// Something changed in the database; does not block.
    void changed(Change change) {
        switch (change.topic()) {
            case "registrations" -> each(change.id(), new Said(new Event(Event.Kind.REGISTRATIONS, null)));
            case "fetch" -> fetch(change.id());
            case "revoked" ->
                streams.stream()
                        .filter(stream -> stream.owner.piped().toString().equals(change.id()))
                        .forEach(stream -> stream.say(Said.CHECK));
            case "reload" ->
                streams.forEach(stream -> {
                    stream.say(Said.CHECK);
                    stream.say(new Said(new Event(Event.Kind.REGISTRATIONS, null)));
                    stream.say(new Said(new Event(Event.Kind.FETCH, null)));
                });
            default -> {}
        }
    }

    /// Ends all streams; pipeds come again, here or elsewhere.
    void close() {
        streams.forEach(stream -> {
            stream.closed = true;
            stream.say(Said.CHECK);
        });
    }

    private void fetch(String place) {
        var slash = place.indexOf('/');
        if (slash > 0) {
            var repository = new RepositoryId(place.substring(slash + 1));
            each(place.substring(0, slash), new Said(new Event(Event.Kind.FETCH, repository)));
        }
    }

    private void each(String cluster, Said said) {
        for (var stream : streams) {
            if (stream.owner.cluster().equals(cluster)) {
                stream.say(said);
            }
        }
    }

    private void serve(Stream stream) {
        try {
            write(stream, ": welcome\n\n");
            while (!stream.closed) {
                var said = stream.queue.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (said == null) {
                    write(stream, ":\n\n");
                } else if (said.event() != null) {
                    write(stream, "data: " + Json.write(said.event()) + "\n\n");
                } else if (refused(stream)) {
                    return;
                }
            }
        } catch (IOException e) {
            log.debug("an event stream of {} ended: {}", stream.owner.cluster(), e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            streams.remove(stream);
            stream.context.complete();
        }
    }

    private boolean refused(Stream stream) {
        try {
            return !visitors.stillWelcome(stream.secret);
        } catch (JdbiException _) {
            return false;
        }
    }

    private static void write(Stream stream, String text) throws IOException {
        var output = stream.context.getResponse().getOutputStream();
        output.write(text.getBytes(UTF_8));
        output.flush();
    }
}
