package io.penstock.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.workflows.Json;
import io.penstock.workflows.deployment.Fence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an API server says that pipeds wrote: the neutral witness of what was done twice, late or by the wrong one.
final class AuditLog {
    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");
    private static final Pattern WRITER = Pattern.compile("penstock-piped application/(\\S+) fence/(\\S+)");

    private final Path file;

    AuditLog(Path file) {
        this.file = file;
    }

    /// One write that the API server carried out.
    ///
    /// @param object kind, namespace and name
    /// @param application, fence of the deployment that wrote, as its call says
    record Write(String verb, String object, String application, Fence fence) {
        /// Without what differs between two deployments of the same change.
        String inItsDeployment() {
            return "step " + fence.step() + " " + verb + " " + object;
        }
    }

    /// The writes for an application so far, in the order in which they were carried out.
    List<Write> writes(String application) {
        var writes = new ArrayList<Write>();
        try (var lines = Files.lines(file)) {
            lines.filter(line -> line.contains("penstock-piped"))
                    .map(line -> Json.read(line, JsonNode.class))
                    .map(AuditLog::write)
                    .forEach(write -> {
                        if (write != null && write.application().equals(application)) {
                            writes.add(write);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writes;
    }

    private static @Nullable Write write(JsonNode event) {
        var code = event.at("/responseStatus/code").asInt();
        if (!WRITES.contains(event.path("verb").asText()) || code < 200 || code >= 300) {
            return null;
        }
        var writer = WRITER.matcher(event.path("userAgent").asText());
        var reference = event.path("objectRef");
        var object = reference.path("resource").asText() + " "
                + reference.path("namespace").asText() + "/"
                + reference.path("name").asText();
        if (!writer.matches()) {
            throw new AssertionError(event.path("verb").asText() + " " + object + " by "
                    + event.path("userAgent").asText() + " (expected: a call that names its fence)");
        }
        var fence = Fence.parse(writer.group(2));
        var marked = event.at("/requestObject/metadata/annotations/penstock.io~1fence");
        if (marked.isTextual() && !marked.asText().equals(fence.text())) {
            throw new AssertionError(object + " got fence " + marked.asText() + " from " + fence.text());
        }
        return new Write(event.path("verb").asText(), object, writer.group(1), fence);
    }
}
