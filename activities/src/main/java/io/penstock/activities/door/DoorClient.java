package io.penstock.activities.door;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.workflows.Json;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.BlobId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;

/// The calls of the piped door, each idempotent and so repeated until an answer comes or patience ends.
///
/// No answer is a `DoorAway`, a refusal a `DoorRefused`. The key goes into one header and nowhere else.
public final class DoorClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final int DETAIL_LENGTH = 500;

    private final WebAddress address;
    private final String authorization;
    private final Duration patience;
    private final Clock clock = Clock.systemUTC();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private volatile Standing standing = Standing.UNKNOWN;

    public DoorClient(WebAddress address, String key) {
        this(address, key, PATIENCE);
    }

    DoorClient(WebAddress address, String key, Duration patience) {
        this.address = address;
        this.authorization = "Bearer " + key;
        this.patience = patience;
    }

    /// How the last call went.
    public Standing standing() {
        return standing;
    }

    /// Says who calls; asked once, without patience.
    public Door.Welcome hello(Door.Hello hello) {
        return read(once(post("/hello", Json.write(hello))), Door.Welcome.class);
    }

    /// The cluster's applications, empty when nothing changed since the revision; 0 asks for them in any case.
    public Optional<Door.Registrations> registrations(long since) {
        var answer = patiently(request("/registrations?since=" + since).GET());
        return answer.statusCode() == 204 || answer.statusCode() == 304
                ? Optional.empty()
                : Optional.of(read(answer, Door.Registrations.class));
    }

    /// Uploads what lies between two commits.
    public void put(String id, Door.ChangeSet changes) {
        patiently(request("/changesets/" + id)
                .header("content-type", "application/json")
                .PUT(text(Json.write(changes))));
    }

    /// Uploads a sealed bundle.
    public void put(BlobId id, byte[] sealed) {
        patiently(request("/bundles/" + id)
                .header("content-type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(sealed)));
    }

    /// A sealed bundle, empty when the control plane does not have it.
    public Optional<byte[]> bundle(BlobId id) {
        try {
            return Optional.of(patiently(request("/bundles/" + id).GET()).body());
        } catch (DoorRefused e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Uploads what people may look at.
    public void put(String id, Door.Changes changes) {
        patiently(request("/views/" + id)
                .header("content-type", "application/json")
                .PUT(text(Json.write(changes))));
    }

    /// Sends lines of a stage; asked once, because who calls keeps them.
    public void logs(Door.Lines lines) {
        once(post("/logs", Json.write(lines)));
    }

    /// Says why something does not move, or that it moves again; asked once.
    public void progress(Door.Progress progress) {
        once(post("/progress", Json.write(progress)));
    }

    /// Opens the event stream; the caller closes it.
    InputStream events() {
        var request =
                request("/events").header("accept", "text/event-stream").GET().build();
        try {
            var answer = http.send(request, BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                try (var body = answer.body()) {
                    throw refusal(answer.statusCode(), body.readNBytes(DETAIL_LENGTH * 4));
                }
            }
            succeeded();
            return answer.body();
        } catch (IOException e) {
            throw away(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder post(String path, String body) {
        return request(path).header("content-type", "application/json").POST(text(body));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(Door.PATH + path))
                .header("authorization", authorization)
                .timeout(ANSWER);
    }

    private static BodyPublisher text(String body) {
        return BodyPublishers.ofString(body, StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> patiently(HttpRequest.Builder request) {
        var end = clock.instant().plus(patience);
        var pause = FIRST_PAUSE;
        while (true) {
            try {
                return once(request);
            } catch (DoorAway e) {
                if (clock.instant().plus(pause).isAfter(end)) {
                    throw e;
                }
                sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    private HttpResponse<byte[]> once(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 400) {
                throw refusal(answer.statusCode(), answer.body());
            }
            succeeded();
            return answer;
        } catch (IOException e) {
            throw away(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private <T> T read(HttpResponse<byte[]> answer, Class<T> type) {
        try {
            return Json.wire().readValue(answer.body(), type);
        } catch (IOException e) {
            throw new DoorAway("the control plane's answer cannot be read: " + e.getMessage(), e);
        }
    }

    private void succeeded() {
        standing = new Standing(Instant.now(clock), null, false);
    }

    private RuntimeException refusal(int status, byte[] body) {
        var said = "the control plane answered " + status + detail(body);
        if (status == 429 || status >= 500) {
            standing = new Standing(Instant.now(clock), said, false);
            return new DoorAway(said, null);
        }
        var refused = new DoorRefused(status, said);
        standing = refused.revoked()
                ? new Standing(Instant.now(clock), said, true)
                : new Standing(Instant.now(clock), null, false);
        return refused;
    }

    private static String detail(byte[] body) {
        try {
            var problem = Json.wire().readTree(body);
            var text = problem == null
                    ? ""
                    : text(problem, "detail")
                            .orElseGet(() -> text(problem, "title").orElse(""));
            return text.isEmpty() ? "" : ": " + text.substring(0, Math.min(DETAIL_LENGTH, text.length()));
        } catch (IOException | UncheckedIOException _) {
            return "";
        }
    }

    private static Optional<String> text(JsonNode problem, String field) {
        return Optional.ofNullable(problem.get(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }

    private DoorAway away(IOException e) {
        var cause = switch (e) {
            case ConnectException _ -> "nothing answers";
            case HttpTimeoutException _ -> "no answer in time";
            case SSLException _ -> "TLS failed: " + e.getMessage();
            default -> "the connection broke";
        };
        var away = new DoorAway("the control plane at " + address.uri() + " is not reachable: " + cause, e);
        standing = new Standing(standing.answered(), away.getMessage(), standing.revoked());
        return away;
    }

    private static DoorAway interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new DoorAway("the call was interrupted", e);
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }
}
