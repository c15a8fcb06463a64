package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values that Secrets hold, and keeping them out of sentences and views.
final class SecretValues {
    private static final int SHORTEST = 3;
    private static final String MASK = "******";
    private static final List<String> PLACES = List.of("data", "stringData");

    private SecretValues() {}

    /// What the API server said of an object, without any value that the object hides.
    static String hidden(ApiServerException refusal, Manifest manifest) {
        var text = refusal.getMessage() == null ? "" : refusal.getMessage();
        if (!isSecret(manifest)) {
            return text;
        }
        for (var place : PLACES) {
            for (var value : manifest.body().path(place)) {
                text = without(text, value.asText());
                text = without(text, decoded(value.asText()));
            }
        }
        return text;
    }

    /// All values of all Secrets among the manifests, decoded.
    static List<String> of(List<Manifest> manifests) {
        var values = new ArrayList<String>();
        for (var manifest : manifests) {
            if (isSecret(manifest)) {
                manifest.body().path("stringData").forEach(value -> values.add(value.asText()));
                manifest.body().path("data").forEach(value -> values.add(decoded(value.asText())));
            }
        }
        return values;
    }

    /// A copy of the manifest in which a Secret's values, and what an earlier apply noted of it, are masked.
    /// A value that differs on the other side says so.
    ///
    /// @param side what is written beside a value that differs
    static ObjectNode masked(Manifest manifest, @Nullable Manifest other, String side) {
        var copy = manifest.body().deepCopy();
        if (Fields.at(copy, "metadata", "annotations") instanceof ObjectNode annotations) {
            annotations.properties().forEach(entry -> {
                if (entry.getKey().contains("last-applied")) {
                    entry.setValue(annotations.textNode(MASK));
                }
            });
        }
        if (isSecret(manifest)) {
            for (var place : PLACES) {
                mask(copy, other == null ? null : other.body(), place, MASK + " (" + side + ")");
            }
        }
        return copy;
    }

    private static void mask(ObjectNode secret, @Nullable ObjectNode other, String place, String differs) {
        var values = secret.path(place);
        if (values instanceof ObjectNode object) {
            object.properties().forEach(entry -> {
                var same = other == null
                        || entry.getValue().equals(other.path(place).path(entry.getKey()));
                entry.setValue(object.textNode(same ? MASK : differs));
            });
        } else if (!values.isMissingNode()) {
            var same = other == null || values.equals(other.path(place));
            secret.put(place, same ? MASK : differs);
        }
    }

    private static String without(String text, String value) {
        return value.length() < SHORTEST ? text : text.replace(value, "***");
    }

    private static boolean isSecret(Manifest manifest) {
        return manifest.kind().equals("Secret");
    }

    private static String decoded(String value) {
        try {
            return new String(Base64.getMimeDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return value;
        }
    }
}
