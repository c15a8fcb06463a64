package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Where two trees from Git differ.
final class Difference {
    private Difference() {}

    /// The first path, in the order of names, at which the trees differ; null when they do not. A field that is
    /// null counts as absent, and scalars are equal when they read the same, as `1` and `"1"` do.
    static @Nullable String first(JsonNode old, JsonNode now, String path) {
        if (absent(old) || absent(now)) {
            return absent(old) && absent(now) ? null : path;
        }
        if (old.isObject() && now.isObject()) {
            return firstOfMaps(old, now, path);
        }
        if (old.isArray() && now.isArray()) {
            return firstOfLists(old, now, path);
        }
        return old.isValueNode() && now.isValueNode() && old.asText().equals(now.asText()) ? null : path;
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static @Nullable String firstOfMaps(JsonNode old, JsonNode now, String path) {
        var names = new TreeSet<String>();
        old.fieldNames().forEachRemaining(names::add);
        now.fieldNames().forEachRemaining(names::add);
        for (var name : names) {
            var found = first(old.path(name), now.path(name), path.isEmpty() ? name : path + "." + name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable String firstOfLists(JsonNode old, JsonNode now, String path) {
        for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
            var found = first(old.path(i), now.path(i), path + "." + i);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
