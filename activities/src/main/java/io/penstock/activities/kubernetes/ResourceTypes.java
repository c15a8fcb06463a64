package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// The kinds that the cluster serves, asked for once and again when a kind is missing.
final class ResourceTypes {
    private static final Set<String> SWEEPABLE = Set.of("list", "delete", "watch");

    private final ApiServer server;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Known known = new Known(0, Map.of(), List.of());

    /// @param number how often was asked
    /// @param preferred one version of every kind that can be listed, watched and deleted
    private record Known(int number, Map<String, ResourceType> types, List<ResourceType> preferred) {}

    ResourceTypes(ApiServer server) {
        this.server = server;
    }

    /// The kind, empty when the cluster does not serve it even after asking anew.
    Optional<ResourceType> find(String apiVersion, String kind) {
        var before = known;
        var type = before.types.get(apiVersion + "/" + kind);
        if (type == null) {
            ask(before);
            type = known.types.get(apiVersion + "/" + kind);
        }
        return Optional.ofNullable(type);
    }

    /// Every kind that objects can be swept of, in one version each.
    List<ResourceType> sweepable() {
        var before = known;
        if (before.preferred.isEmpty()) {
            ask(before);
        }
        return known.preferred;
    }

    /// Whether the cluster serves the kind, asked anew.
    boolean serves(ResourceType type) {
        ask(known);
        return known.types.containsKey(type.apiVersion() + "/" + type.kind());
    }

    private void ask(Known before) {
        asking.lock();
        try {
            if (known.number != before.number) {
                return;
            }
            var found = new Found();
            for (var root : List.of("/api", "/apis")) {
                var answer = server.send(ApiRequest.get(root));
                if ("APIGroupDiscoveryList".equals(Fields.text(answer, "kind"))) {
                    found.groups(answer);
                } else {
                    askEachVersion(root, answer, found);
                }
            }
            known = new Known(before.number + 1, Map.copyOf(found.types), List.copyOf(found.preferred.values()));
        } finally {
            asking.unlock();
        }
    }

    /// Servers older than 1.27 list groups and versions only.
    private void askEachVersion(String root, JsonNode answer, Found found) {
        for (var version : answer.path("versions")) {
            found.version("", version.asText(), server.send(ApiRequest.get(root + "/" + version.asText())));
        }
        for (var group : answer.path("groups")) {
            for (var version : group.path("versions")) {
                var path = root + "/" + Fields.text(version, "groupVersion");
                found.version(
                        Fields.text(group, "name"), Fields.text(version, "version"), server.send(ApiRequest.get(path)));
            }
        }
    }

    private static final class Found {
        private final Map<String, ResourceType> types = new HashMap<>();
        private final Map<String, ResourceType> preferred = new HashMap<>();

        void groups(JsonNode answer) {
            for (var group : answer.path("items")) {
                var name = Fields.text(group, "metadata", "name");
                for (var version : group.path("versions")) {
                    for (var resource : version.path("resources")) {
                        var kind = Fields.text(resource, "responseKind", "kind");
                        var type = new ResourceType(
                                name,
                                Fields.text(version, "version"),
                                kind,
                                Fields.text(resource, "resource"),
                                "Namespaced".equals(Fields.text(resource, "scope")));
                        add(type, resource.path("verbs"));
                    }
                }
            }
        }

        void version(String group, String version, JsonNode answer) {
            for (var resource : answer.path("resources")) {
                var plural = Fields.text(resource, "name");
                if (plural.indexOf('/') < 0) {
                    var namespaced = resource.path("namespaced").asBoolean();
                    var type = new ResourceType(group, version, Fields.text(resource, "kind"), plural, namespaced);
                    add(type, resource.path("verbs"));
                }
            }
        }

        private void add(ResourceType type, JsonNode verbs) {
            var can = new ArrayList<String>();
            verbs.forEach(verb -> can.add(verb.asText()));
            types.putIfAbsent(type.apiVersion() + "/" + type.kind(), type);
            if (can.containsAll(SWEEPABLE)) {
                preferred.putIfAbsent(type.group() + "/" + type.kind(), type);
            }
        }
    }
}
