package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Entries that stand twice in a list which the server keys: client-side apply took the last one, server-side apply
/// refuses them all.
final class DuplicateEntries {
    private DuplicateEntries() {}

    /// Removes all but the last of equal entries in place, and says which.
    static List<String> removeFrom(Manifest manifest) {
        var warnings = new ArrayList<String>();
        var spec = ConfigReferences.podSpec(manifest);
        if (spec != null) {
            keepLast(spec, manifest, new Keyed("imagePullSecrets", List.of("name")), warnings);
            keepLast(spec, manifest, new Keyed("hostAliases", List.of("ip")), warnings);
            for (var list : List.of("containers", "initContainers")) {
                for (var container : Fields.maps(spec, list)) {
                    keepLast(container, manifest, new Keyed("env", List.of("name")), warnings);
                    keepLast(container, manifest, new Keyed("ports", List.of("containerPort", "protocol")), warnings);
                }
            }
        }
        var service = Fields.find(manifest.body(), "spec");
        if (service != null && manifest.isBuiltIn("Service")) {
            keepLast(service, manifest, new Keyed("ports", List.of("port", "protocol")), warnings);
        }
        return warnings;
    }

    private record Keyed(String list, List<String> keys) {
        String of(JsonNode entry) {
            var parts = new ArrayList<String>();
            for (var key : keys) {
                var value = Fields.text(entry, key);
                parts.add(value.isEmpty() && key.equals("protocol") ? "TCP" : value);
            }
            return String.join("/", parts);
        }
    }

    private static void keepLast(ObjectNode holder, Manifest manifest, Keyed keyed, List<String> warnings) {
        if (!(holder.path(keyed.list) instanceof ArrayNode entries)) {
            return;
        }
        var kept = new LinkedHashMap<String, JsonNode>();
        for (var entry : entries) {
            var key = keyed.of(entry);
            if (kept.put(key, entry) != null) {
                warnings.add(manifest.title() + ": " + keyed.list + ": " + key
                        + " stands more than once; the last one counts");
            }
        }
        if (kept.size() < entries.size()) {
            entries.removeAll().addAll(kept.values());
        }
    }
}
