package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The digest of the ConfigMaps and Secrets that a workload uses, put on its Pod template so that a changed
/// configuration rolls its Pods. Equal to PipeCD's, digit for digit.
final class ConfigHash {
    static final String ANNOTATION = "pipecd.dev/config-hash";

    private static final int LENGTH = 10;
    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet");

    private ConfigHash() {}

    /// The objects with the digest on every workload that uses a ConfigMap or Secret among them.
    static List<Manifest> on(List<Manifest> manifests) {
        var configMaps = named(manifests, "ConfigMap");
        var secrets = named(manifests, "Secret");
        var result = new ArrayList<Manifest>();
        for (var manifest : manifests) {
            result.add(WORKLOADS.contains(manifest.kind()) ? on(manifest, configMaps, secrets) : manifest);
        }
        return result;
    }

    private static Manifest on(Manifest workload, Map<String, Manifest> configMaps, Map<String, Manifest> secrets) {
        var names = ConfigReferences.of(workload);
        var used = new ArrayList<Manifest>();
        used.addAll(found(names.configMaps(), configMaps));
        used.addAll(found(names.secrets(), secrets));
        if (used.isEmpty()) {
            return workload;
        }
        var copy = workload.copy();
        Fields.make(copy.body(), "spec", "template", "metadata", "annotations").put(ANNOTATION, of(used));
        return copy;
    }

    private static List<Manifest> found(Collection<String> names, Map<String, Manifest> manifests) {
        return names.stream().filter(manifests::containsKey).map(manifests::get).toList();
    }

    private static Map<String, Manifest> named(List<Manifest> manifests, String kind) {
        var named = new HashMap<String, Manifest>();
        for (var manifest : manifests) {
            if (manifest.isBuiltIn(kind)) {
                named.putIfAbsent(manifest.name(), manifest);
            }
        }
        return named;
    }

    /// The digest over ConfigMaps and Secrets in the given order.
    static String of(List<Manifest> configurations) {
        var text = new StringBuilder();
        for (var configuration : configurations) {
            text.append(CanonicalJson.of(hashed(configuration)));
        }
        var digits = HexFormat.of().formatHex(sha256(text.toString())).substring(0, LENGTH);
        return digits.replace('0', 'g')
                .replace('1', 'h')
                .replace('3', 'k')
                .replace('a', 'm')
                .replace('e', 't');
    }

    private static ObjectNode hashed(Manifest configuration) {
        var body = configuration.body();
        var hashed = Fields.object();
        var secret = "Secret".equals(configuration.kind());
        hashed.put("kind", configuration.kind());
        hashed.put("name", configuration.name());
        hashed.set("data", secret ? withoutSpace(body.path("data")) : body.path("data"));
        if (secret) {
            hashed.put("type", Fields.text(body, "type"));
        } else if (!body.path("binaryData").isEmpty()) {
            hashed.set("binaryData", withoutSpace(body.path("binaryData")));
        }
        if (body.path("immutable").isBoolean()) {
            hashed.set("immutable", body.path("immutable"));
        }
        return hashed;
    }

    /// Base64 as it would be written anew.
    private static JsonNode withoutSpace(JsonNode data) {
        if (!(data instanceof ObjectNode map)) {
            return data;
        }
        var copy = Fields.object();
        map.properties()
                .forEach(entry ->
                        copy.put(entry.getKey(), entry.getValue().asText().replaceAll("\\s", "")));
        return copy;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
