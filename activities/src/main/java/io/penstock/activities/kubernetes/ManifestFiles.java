package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.workflows.Failures;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which files of an application are manifests, and what stands in them.
final class ManifestFiles {
    static final String ORDER = "pipecd.dev/order";

    private ManifestFiles() {}

    /// The plain manifests among the files that lie directly in the application's directory, by name.
    static List<String> plain(List<String> names, String configFile) {
        return names.stream()
                .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
                .filter(name -> !name.equals(configFile))
                .filter(name -> !name.equals(".pipe.yaml"))
                .filter(name -> !name.endsWith(".pipecd.yaml") && !name.endsWith(".pipecd.yml"))
                .sorted()
                .toList();
    }

    /// Whether the application's directory wants Kustomize.
    static boolean kustomize(List<String> names) {
        return names.contains("kustomization.yaml")
                || names.contains("kustomization.yml")
                || names.contains("Kustomization");
    }

    /// What stands in files.
    ///
    /// @param manifests in the order in which they are to be applied
    /// @param warnings what the author should know
    record Content(List<Manifest> manifests, List<String> warnings) {}

    /// All manifests of the files. Of two that mean the same object the later one counts, as it would after
    /// applying both.
    ///
    /// @param namespace in place of the manifests' own; empty leaves them
    static Content read(Map<String, String> files, String namespace) {
        var manifests = new LinkedHashMap<ResourceKey, Manifest>();
        var warnings = new ArrayList<String>();
        var size = new ManifestYaml.Size();
        files.forEach((file, text) -> {
            for (var manifest : read(file, text, size)) {
                var key = manifest.key().in(place(manifest, namespace));
                if (manifests.remove(key) != null) {
                    warnings.add(file + ": " + manifest.title() + " stands more than once; the last one counts");
                }
                manifests.put(key, manifest);
            }
        });
        var ordered = new ArrayList<>(manifests.values());
        ordered.sort(Comparator.comparingLong(ManifestFiles::order));
        return new Content(List.copyOf(ordered), List.copyOf(warnings));
    }

    private static String place(Manifest manifest, String namespace) {
        if (!namespace.isEmpty()) {
            return namespace;
        }
        return manifest.namespace().isEmpty() ? Targets.DEFAULT_NAMESPACE : manifest.namespace();
    }

    private static List<Manifest> read(String file, String text, ManifestYaml.Size size) {
        try {
            var manifests = new ArrayList<Manifest>();
            for (var document : ManifestYaml.read(text, size)) {
                add(file, document.line(), document.content(), manifests);
            }
            return manifests;
        } catch (ManifestYaml.Malformed e) {
            throw Failures.configuration(file + ":" + e.line() + ": " + e.getMessage());
        }
    }

    /// A `kind: List` cannot be applied by the server as one object, so its items stand for themselves.
    private static void add(String file, int line, JsonNode content, List<Manifest> manifests) {
        if (!(content instanceof ObjectNode body)) {
            throw fault(file, line, "document", "not a map (expected: apiVersion, kind, metadata)");
        }
        var manifest = new Manifest(body);
        if ("List".equals(manifest.kind()) && "v1".equals(manifest.apiVersion())) {
            for (var item : body.path("items")) {
                add(file, line, item, manifests);
            }
            return;
        }
        check(file, line, manifest);
        manifests.add(manifest);
    }

    private static void check(String file, int line, Manifest manifest) {
        if (manifest.apiVersion().isEmpty()) {
            throw fault(file, line, "apiVersion", "missing (expected: group/version)");
        }
        if (manifest.kind().isEmpty()) {
            throw fault(file, line, "kind", "missing (expected: the kind of object)");
        }
        if (manifest.name().isEmpty()) {
            throw fault(file, line, "metadata.name", "missing in a " + manifest.kind() + " (expected: a name)");
        }
    }

    private static ApplicationFailure fault(String file, int line, String field, String sentence) {
        return Failures.configuration(file + ":" + line + ": " + field + ": " + sentence);
    }

    private static long order(Manifest manifest) {
        try {
            return Long.parseLong(manifest.annotation(ORDER));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
