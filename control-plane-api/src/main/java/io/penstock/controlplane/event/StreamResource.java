package io.penstock.controlplane.event;

import io.penstock.controlplane.auth.Caller;
import io.penstock.controlplane.auth.Callers;
import io.penstock.controlplane.error.Refusal;
import io.penstock.workflows.Json;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassfish.jersey.media.sse.EventOutput;
import org.glassfish.jersey.media.sse.OutboundEvent;
import org.jspecify.annotations.Nullable;

/// What changed, as server-sent events: `deployment`, `application`, `log`, `chain` and `cluster`, each with data
/// `{"id"}`; `ready` once at the start; `reload` when something may have been missed.
@Path("/v1/stream")
public final class StreamResource {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /// Between two writes, so that a burst is one event an id.
    private static final Duration BREATH = Duration.ofMillis(40);

    private static final int MOST_PER_CALLER = 50;

    private final Feed feed;
    private final Callers callers;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    public StreamResource(Feed feed, Callers callers) {
        this.feed = feed;
        this.callers = callers;
    }

    /// @param topics separated by commas, each `deployment`, `deployments` or `deployment:<id>`; empty means all
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Response stream(
            @QueryParam("topics") @Nullable String topics,
            @HeaderParam("Last-Event-ID") @Nullable String last,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @CookieParam(Callers.COOKIE) @Nullable String session,
            @Context SecurityContext security) {
        var wanted = topics(topics);
        var reader = new Reader(Caller.of(security), new Callers.Credentials(authorization, session));
        if (open.merge(reader.caller.principal(), 1, Integer::sum) > MOST_PER_CALLER) {
            closed(reader);
            throw new Refusal.TooMany(HEARTBEAT);
        }
        var output = new EventOutput();
        var subscription = feed.subscribe(wanted, last);
        Thread.ofVirtual().name("stream").start(() -> run(reader, subscription, output));
        return Response.ok(output)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    /// Without this a HEAD would open a stream that nobody reads.
    @HEAD
    public Response head() {
        return Response.ok().build();
    }

    private record Reader(Caller caller, Callers.Credentials credentials) {}

    private void run(Reader reader, Subscription subscription, EventOutput output) {
        try (subscription;
                output) {
            write(reader, subscription, output);
        } catch (IOException e) {
            // The reader went away; it comes back with the id of the last event it saw.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed(reader);
        }
    }

    private void write(Reader reader, Subscription subscription, EventOutput output)
            throws IOException, InterruptedException {
        var checked = Instant.now();
        while (!output.isClosed()) {
            var batch = subscription.take(HEARTBEAT);
            var late = checked.plus(HEARTBEAT).isBefore(Instant.now());
            if (batch.closed() || ((batch.doubted() || late) && !mayRead(reader))) {
                return;
            }
            if (late) {
                checked = Instant.now();
            }
            if (batch.events().isEmpty()) {
                output.write(new OutboundEvent.Builder().comment("alive").build());
            }
            for (var event : batch.events()) {
                output.write(event(event));
            }
            Thread.sleep(BREATH);
        }
    }

    private boolean mayRead(Reader reader) {
        return callers.caller(reader.credentials)
                .filter(caller -> caller.role() == reader.caller.role())
                .isPresent();
    }

    private void closed(Reader reader) {
        open.computeIfPresent(reader.caller.principal(), (_, count) -> count <= 1 ? null : count - 1);
    }

    private static OutboundEvent event(Feed.Event event) {
        return new OutboundEvent.Builder()
                .name(event.topic())
                .id(event.number())
                .data(Json.write(Map.of("id", event.id())))
                .build();
    }

    /// Topics may be named in the plural.
    private static String singular(String topic) {
        return topic.endsWith("s") && Feed.TOPICS.contains(topic.substring(0, topic.length() - 1))
                ? topic.substring(0, topic.length() - 1)
                : topic;
    }

    private static Set<String> topics(@Nullable String text) {
        if (text == null) {
            return Set.of();
        }
        var topics = Stream.of(text.split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .map(StreamResource::singular)
                .collect(Collectors.toUnmodifiableSet());
        for (var topic : topics) {
            if (!Feed.TOPICS.contains(topic.split(":", 2)[0])) {
                throw new Refusal.Invalid("topics", topic, "some of " + String.join(", ", Feed.TOPICS));
            }
        }
        return topics;
    }
}
