package io.penstock.benchmark.arena;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.workflows.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The API server's own record of what pipeds asked of it.
public final class AuditLog {
    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");
    private static final String OURS = "\"userAgent\":\"penstock";

    private final Path file;

    AuditLog(Path file) {
        this.file = file;
    }

    /// A call of a piped.
    ///
    /// @param at when the API server received it
    /// @param resource with its subresource, such as `deployments/status`
    /// @param name of the object, empty for a collection
    /// @param status of HTTP
    public record Call(Instant at, String verb, String resource, String name, int status) {
        public boolean isWrite() {
            return WRITES.contains(verb);
        }

        public boolean isWatch() {
            return verb.equals("watch");
        }
    }

    /// The log's end, for [#since].
    public long end() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The calls that were answered after the log ended there, in the order of their answers.
    public List<Call> since(long end) {
        var calls = new ArrayList<Call>();
        for (var line : text(end).split("\n", -1)) {
            if (line.contains(OURS) && line.endsWith("}")) {
                calls.add(call(Json.read(line, JsonNode.class)));
            }
        }
        return calls;
    }

    private String text(long from) {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            // A log that is shorter than it was has been rotated.
            var start = log.length() < from ? 0 : from;
            var bytes = new byte[Math.toIntExact(log.length() - start)];
            log.seek(start);
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Call call(JsonNode event) {
        var object = event.path("objectRef");
        var below = object.path("subresource").asText("");
        return new Call(
                Instant.parse(event.path("requestReceivedTimestamp").asText()),
                event.path("verb").asText(),
                object.path("resource").asText("?") + (below.isEmpty() ? "" : "/" + below),
                object.path("name").asText(""),
                event.path("responseStatus").path("code").asInt());
    }
}
