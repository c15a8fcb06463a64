package io.penstock.controlplane.piped;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import io.penstock.controlplane.bundle.Bundles;
import io.penstock.controlplane.error.Leftover;
import io.penstock.controlplane.stagelog.StageLogs;
import io.penstock.workflows.Json;
import io.penstock.workflows.door.Door;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP door for pipeds, `/piped/v1`: who calls is known by its key, and sees and changes its own cluster only.
/// Every call may be repeated.
final class DoorServlet extends HttpServlet {
    static final String MAPPING = Door.PATH + "/*";
    static final int MAXIMUM_UPLOAD = 16 << 20;

    private static final Logger log = LoggerFactory.getLogger(DoorServlet.class);
    private static final long serialVersionUID = 1;
    private static final int MAXIMUM_BODY = 4 << 20;
    private static final int MAXIMUM_VIEW = 4 << 20;
    private static final int PIECE = 64 << 10;
    private static final int MAXIMUM_VALUES = 300_000;
    private static final Duration TIME_TO_READ = Duration.ofSeconds(60);
    private static final Pattern BLOB = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,199}");

    private final transient Visitors visitors;
    private final transient Greeting greeting;
    private final transient Uploads uploads;
    private final transient Bundles bundles;
    private final transient StageLogs logs;
    private final transient EventStreams events;
    private final transient Room room = Room.usual();
    private final transient Quota megabytes = new Quota(512, 1);

    DoorServlet(
            Visitors visitors,
            Greeting greeting,
            Uploads uploads,
            Bundles bundles,
            StageLogs logs,
            EventStreams events) {
        this.visitors = visitors;
        this.greeting = greeting;
        this.uploads = uploads;
        this.bundles = bundles;
        this.logs = logs;
        this.events = events;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            var call = new Call(request, response, visitors.admit(request));
            if (call.heavy()) {
                if (!call.reads() && !megabytes.take(call.cluster(), (int) (call.length() >> 20))) {
                    throw new DoorRefusal(429, "Too many megabytes of cluster " + call.cluster() + " at once.");
                }
                try (var _ = room.take(call.cluster(), call.length(), call.copies())) {
                    answer(call);
                }
            } else {
                answer(call);
            }
        } catch (DoorRefusal e) {
            refuse(response, e.status(), e.sentence());
        } catch (JacksonException | IllegalArgumentException e) {
            refuse(response, 400, first(e));
        } catch (JdbiException e) {
            if (textAtFault(e)) {
                refuse(response, 400, "body: a text that cannot be kept (expected: text without U+0000)");
                return;
            }
            log.warn("a call of the piped door failed", e);
            refuse(response, 503, "The database does not answer. Try again in a moment.");
        }
    }

    private record Call(HttpServletRequest request, HttpServletResponse response, PipedKeys.Owner owner) {
        String word() {
            return path().split("/", 3)[1];
        }

        String id() {
            var parts = path().split("/", 3);
            return parts.length < 3 ? "" : parts[2];
        }

        private String path() {
            var path = request.getPathInfo();
            return path == null || path.length() < 2 ? "/" : path;
        }

        String cluster() {
            return owner.cluster();
        }

        boolean reads() {
            return request.getMethod().equals("GET");
        }

        /// Whether there is much to be read or, of a bundle, to be sent.
        boolean heavy() {
            return !reads() || word().equals("bundles");
        }

        /// What is to be read at the most.
        long length() {
            var said = request.getContentLengthLong();
            return said < 0 || reads() ? MAXIMUM_UPLOAD : Math.min(said, MAXIMUM_UPLOAD);
        }

        /// A bundle is read in pieces and joined; of JSON there are its values and their text besides.
        int copies() {
            return word().equals("bundles") ? 2 : 4;
        }

        <T> T body(Class<T> type) throws IOException {
            return body(MAXIMUM_BODY, type);
        }

        <T> T body(int maximum, Class<T> type) throws IOException {
            var bytes = bytes(maximum);
            checkValues(bytes);
            var value = Json.wire().readValue(bytes, type);
            if (value == null) {
                throw new DoorRefusal(400, "body: null (expected: an object)");
            }
            return value;
        }

        byte[] bytes(int maximum) throws IOException {
            if (request.getContentLengthLong() > maximum) {
                throw tooLong(maximum);
            }
            var end = Instant.now().plus(TIME_TO_READ);
            var read = new ByteArrayOutputStream();
            var piece = new byte[PIECE];
            var input = request.getInputStream();
            for (var count = input.read(piece); count >= 0; count = input.read(piece)) {
                read.write(piece, 0, count);
                if (read.size() > maximum) {
                    throw tooLong(maximum);
                }
                if (Instant.now().isAfter(end)) {
                    throw new DoorRefusal(503, "body: did not come within " + TIME_TO_READ.toSeconds() + " s");
                }
            }
            return read.toByteArray();
        }

        /// A few bytes of JSON are many of memory: `{}` is an object.
        private static void checkValues(byte[] json) {
            var values = 0;
            for (var each : json) {
                if ((each == '{' || each == '[') && ++values > MAXIMUM_VALUES) {
                    throw new DoorRefusal(413, "body: too many values (expected: at most " + MAXIMUM_VALUES + ")");
                }
            }
        }

        private DoorRefusal tooLong(int maximum) throws IOException {
            Leftover.discard(request.getInputStream());
            return new DoorRefusal(413, "body: longer than is taken (expected: at most " + maximum + " bytes)");
        }
    }

    private void answer(Call call) throws IOException {
        switch (call.request().getMethod() + " " + call.word()) {
            case "POST hello" -> json(call, greeting.hello(call.owner(), call.body(Door.Hello.class)));
            case "GET registrations" -> registrations(call);
            case "GET events" -> events.open(call.request(), call.response(), call.owner());
            case "PUT changesets" -> {
                uploads.changeSet(call.cluster(), name(call), call.body(MAXIMUM_UPLOAD, Door.ChangeSet.class));
                nothing(call);
            }
            case "PUT bundles" -> {
                bundles.put(call.cluster(), blob(call), call.bytes(MAXIMUM_UPLOAD));
                nothing(call);
            }
            case "GET bundles" -> bundle(call);
            case "PUT views" -> {
                bundles.put(call.cluster(), view(call));
                nothing(call);
            }
            case "POST logs" -> logs(call);
            case "POST progress" -> {
                uploads.progress(call.cluster(), call.body(Door.Progress.class));
                nothing(call);
            }
            case "POST livestate" -> throw new DoorRefusal(501, "Live state is not taken by this control plane yet.");
            default -> throw new DoorRefusal(404, "There is nothing at this address.");
        }
    }

    private void registrations(Call call) throws IOException {
        var since = call.request().getParameter("since");
        var registrations = greeting.registrations(call.cluster(), since == null ? 0 : number(since));
        if (registrations == null) {
            nothing(call);
        } else {
            json(call, registrations);
        }
    }

    private void bundle(Call call) throws IOException {
        var sealed = bundles.get(call.cluster(), blob(call));
        if (sealed.isEmpty()) {
            throw new DoorRefusal(404, "bundle: " + call.id() + " (expected: one of cluster " + call.cluster() + ")");
        }
        call.response().setContentType("application/octet-stream");
        call.response().setContentLength(sealed.get().length);
        call.response().getOutputStream().write(sealed.get());
    }

    private void logs(Call call) throws IOException {
        var lines = call.body(Door.Lines.class);
        Uploads.required(lines.deployment(), "deployment");
        if (lines.stage() < 0 || lines.attempt() < 0 || lines.offset() < 0) {
            throw new DoorRefusal(400, "stage, attempt, offset: below 0 (expected: 0 or more)");
        }
        Uploads.each(lines.lines(), "lines", (line, name) -> {
            Uploads.required(line.at(), name + ".at");
            Uploads.required(line.text(), name + ".text");
        });
        switch (logs.append(call.cluster(), lines)) {
            case StageLogs.Outcome.Taken taken -> json(call, taken);
            case StageLogs.Outcome.Refused refused -> throw new DoorRefusal(409, refused.sentence());
        }
    }

    /// What a deployment changes is read before it is kept; other views are kept as they are.
    private static Bundles.View view(Call call) throws IOException {
        var id = name(call);
        if (!id.startsWith("changes-")) {
            return new Bundles.View(id, new String(call.bytes(MAXIMUM_VIEW), UTF_8), null);
        }
        var changes = call.body(MAXIMUM_VIEW, Door.Changes.class);
        Uploads.each(changes.items(), "items", (item, name) -> {
            Uploads.required(item.change(), name + ".change");
            Uploads.required(item.kind(), name + ".kind");
            Uploads.required(item.name(), name + ".name");
        });
        return new Bundles.View(id, Json.write(changes), changes.sentence());
    }

    private static String blob(Call call) {
        return matching(call, BLOB, "64 lower-case hexadecimal digits");
    }

    private static String name(Call call) {
        return matching(call, NAME, "letters, digits, `.`, `_`, `:` and `-`, at most 200");
    }

    private static String matching(Call call, Pattern form, String expected) {
        if (!form.matcher(call.id()).matches()) {
            throw new DoorRefusal(400, "id: " + shortened(call.id()) + " (expected: " + expected + ")");
        }
        return call.id();
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new DoorRefusal(400, "since: " + shortened(text) + " (expected: a revision)");
        }
    }

    private static void json(Call call, Object body) throws IOException {
        call.response().setContentType("application/json");
        call.response().getOutputStream().write(Json.write(body).getBytes(UTF_8));
    }

    private static void nothing(Call call) {
        call.response().setStatus(204);
    }

    private static void refuse(HttpServletResponse response, int status, String sentence) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.setStatus(status);
        response.setContentType("application/problem+json");
        var problem = Map.of("type", "about:blank", "title", "Refused", "status", status, "detail", sentence);
        response.getOutputStream().write(Json.write(problem).getBytes(UTF_8));
    }

    /// Whether PostgreSQL refused what it was given, and would again.
    private static boolean textAtFault(JdbiException e) {
        return e.getCause() instanceof SQLException sql
                && sql.getSQLState() != null
                && sql.getSQLState().startsWith("22");
    }

    private static String first(Exception e) {
        var message = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
        return shortened(String.valueOf(message).lines().findFirst().orElse(""));
    }

    private static String shortened(@Nullable String text) {
        var plain = String.valueOf(text).replaceAll("\\p{Cntrl}", "�");
        return plain.length() <= 300 ? plain : plain.substring(0, 300) + "…";
    }
}
