package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What is kept and read of objects that live in the cluster.
final class Live {
    private Live() {}

    /// The object without the bulk of its managed fields; a Secret's values give way to their digest.
    static ObjectNode reduced(ObjectNode live) {
        for (var entry : Fields.maps(live, "metadata", "managedFields")) {
            entry.remove(List.of("fieldsV1", "time"));
        }
        if ("Secret".equals(Fields.text(live, "kind")) && live.has("data")) {
            live.put("data", digest(live.path("data")));
        }
        return live;
    }

    /// What of an autoscaler says whose replicas it sets.
    static ObjectNode reducedAutoscaler(ObjectNode live) {
        var reduced = Fields.object();
        Fields.make(reduced, "metadata")
                .put("name", Fields.text(live, "metadata", "name"))
                .put("namespace", Fields.text(live, "metadata", "namespace"));
        Fields.make(reduced, "spec").set("scaleTargetRef", Fields.at(live, "spec", "scaleTargetRef"));
        return reduced;
    }

    static String uid(JsonNode live) {
        return Fields.text(live, "metadata", "uid");
    }

    static String resourceVersion(JsonNode live) {
        return Fields.text(live, "metadata", "resourceVersion");
    }

    static boolean isEnding(JsonNode live) {
        return !Fields.text(live, "metadata", "deletionTimestamp").isEmpty();
    }

    /// Whether a controller made it for another object.
    static boolean isOwned(JsonNode live) {
        return !Fields.at(live, "metadata", "ownerReferences").isEmpty();
    }

    static ResourceKey key(JsonNode live) {
        return new Manifest((ObjectNode) live).key();
    }

    /// Whether a write changed anything but the marks of who wrote when.
    static boolean sameContent(ObjectNode before, ObjectNode after) {
        return comparable(before).equals(comparable(after));
    }

    private static ObjectNode comparable(ObjectNode live) {
        var copy = reduced(live.deepCopy());
        copy.remove("status");
        var metadata = Fields.make(copy, "metadata");
        metadata.remove(List.of("managedFields", "resourceVersion", "generation"));
        for (var place : List.of("annotations", "labels")) {
            Fields.make(metadata, place).remove(List.of(Marks.COMMIT, Marks.FENCE, Marks.PIPED));
        }
        return copy;
    }

    private static String digest(JsonNode data) {
        if (data.isTextual()) {
            return data.textValue();
        }
        try {
            var text = CanonicalJson.of(data).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
