package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Why a workload does not become available: asked of its Pods and of events, only when it stands still.
final class Diagnosis {
    private static final int LONGEST_SENTENCE = 500;
    private static final Set<String> CREATION = Set.of("FailedCreate", "FailedScheduling");

    private final ApiServer server;
    private final Map<String, String> events = new HashMap<>();

    Diagnosis(ApiServer server) {
        this.server = server;
    }

    /// What was found.
    ///
    /// @param lasting whether it does not mend itself
    record Finding(String sentence, boolean lasting) {}

    /// The worst that hinders a workload, null when nothing is to be seen.
    @Nullable
    Finding of(JsonNode workload, WorkloadStatus.Pending status) {
        if (!status.hindrance().isEmpty()) {
            return finding(status.hindrance(), true);
        }
        var pods = pods(workload);
        var trouble = "Pod".equals(Fields.text(workload, "kind"))
                ? PodTrouble.of(workload)
                : PodTrouble.worst(workload, pods);
        if (trouble != null) {
            var explained = trouble.image() ? trouble.explained(event(workload, trouble.uid())) : trouble;
            return finding(explained.sentence(), explained.lasting());
        }
        if (pods.isEmpty() && !"Pod".equals(Fields.text(workload, "kind"))) {
            return creation(workload);
        }
        return null;
    }

    private @Nullable Finding creation(JsonNode workload) {
        for (var event : eventsOf(workload, Live.uid(workload))) {
            if (CREATION.contains(Fields.text(event, "reason"))) {
                return finding(
                        Live.key(workload).title() + " cannot create Pods: " + Fields.text(event, "message"), true);
            }
        }
        return null;
    }

    private List<ObjectNode> pods(JsonNode workload) {
        var selector = selector(Fields.at(workload, "spec", "selector"));
        if (selector.isEmpty()) {
            return List.of();
        }
        var path = "/api/v1/namespaces/" + Fields.text(workload, "metadata", "namespace") + "/pods";
        return Fields.maps(
                server.send(ApiRequest.get(path).with("labelSelector", selector).with("limit", "50")), "items");
    }

    /// A label selector as the API takes it in a query.
    static String selector(JsonNode selector) {
        var parts = new ArrayList<String>();
        selector.path("matchLabels")
                .properties()
                .forEach(entry ->
                        parts.add(entry.getKey() + "=" + entry.getValue().asText()));
        for (var expression : Fields.maps(selector, "matchExpressions")) {
            var key = Fields.text(expression, "key");
            var values = new ArrayList<String>();
            expression.path("values").forEach(value -> values.add(value.asText()));
            parts.add(
                    switch (Fields.text(expression, "operator")) {
                        case "In" -> key + " in (" + String.join(",", values) + ")";
                        case "NotIn" -> key + " notin (" + String.join(",", values) + ")";
                        case "DoesNotExist" -> "!" + key;
                        default -> key;
                    });
        }
        return String.join(",", parts);
    }

    /// The newest warning about a failure of an object; asked for once.
    private String event(JsonNode workload, String uid) {
        var known = events.get(uid);
        if (known != null) {
            return known;
        }
        var message = "";
        for (var event : eventsOf(workload, uid)) {
            var text = Fields.text(event, "message");
            if ("Failed".equals(Fields.text(event, "reason")) && text.startsWith("Failed to pull")) {
                message = text;
            }
        }
        if (!message.isEmpty()) {
            events.put(uid, message);
        }
        return message;
    }

    private List<ObjectNode> eventsOf(JsonNode workload, String uid) {
        var path = "/api/v1/namespaces/" + Fields.text(workload, "metadata", "namespace") + "/events";
        return Fields.maps(
                server.send(ApiRequest.get(path)
                        .with("fieldSelector", "type=Warning,involvedObject.uid=" + uid)
                        .with("limit", "50")),
                "items");
    }

    private static Finding finding(String sentence, boolean lasting) {
        var line = sentence.replaceAll("\\s+", " ").strip();
        return new Finding(
                line.length() > LONGEST_SENTENCE ? line.substring(0, LONGEST_SENTENCE) + "…" : line, lasting);
    }
}
