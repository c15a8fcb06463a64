package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.workflows.Failures;
import io.penstock.workflows.stage.Patch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/// A canary's patches: values replaced in copies of the rendered objects before they are copied for the canary.
final class Patches {
    private static final Pattern STEP = Pattern.compile("\\.'([^']+)'|\\.([^.\\[\\]']+)|\\[([0-9]+)]");

    private Patches() {}

    /// The objects with the patch's first matching one patched.
    static List<Manifest> apply(List<Manifest> manifests, Patch patch) {
        var patched = new ArrayList<Manifest>();
        var done = false;
        for (var manifest : manifests) {
            var fits = !done
                    && manifest.kind().equals(patch.target().kind())
                    && manifest.name().equals(patch.target().name());
            patched.add(fits ? patched(manifest, patch) : manifest);
            done |= fits;
        }
        if (!done) {
            throw Failures.configuration("patches: target: " + patch.target().kind() + " "
                    + patch.target().name() + " is not among the manifests (expected: kind and name of one of them)");
        }
        return patched;
    }

    private static Manifest patched(Manifest manifest, Patch patch) {
        var copy = manifest.copy();
        if (patch.target().documentRoot().isEmpty()) {
            patch.ops().forEach(operation -> replace(copy.body(), operation));
            return copy;
        }
        var root = find(copy.body(), patch.target().documentRoot());
        if (!root.isTextual()) {
            throw fault(patch.target().documentRoot(), "not a text field of " + manifest.title());
        }
        var inner = yaml(patch.target().documentRoot(), root.textValue());
        patch.ops().forEach(operation -> replace(inner, operation));
        set(copy.body(), patch.target().documentRoot(), new TextNode(written(inner)));
        return copy;
    }

    private static void replace(JsonNode root, Patch.Op operation) {
        if (!operation.op().isEmpty() && !operation.op().equals("yaml-replace")) {
            throw Failures.configuration("patches: op: " + operation.op() + " (expected: yaml-replace)");
        }
        var there = find(root, operation.path());
        if (there.isMissingNode()) {
            throw fault(operation.path(), "nothing there to replace");
        }
        // What is text stays text: an environment variable may be set to 1 or to true.
        var text = there.isTextual() || operation.value().isEmpty();
        set(root, operation.path(), text ? new TextNode(operation.value()) : yaml(operation.path(), operation.value()));
    }

    private static JsonNode yaml(String path, String text) {
        try {
            var documents = ManifestYaml.read(text);
            return documents.isEmpty()
                    ? NullNode.getInstance()
                    : documents.getFirst().content();
        } catch (ManifestYaml.Malformed e) {
            throw fault(path, "the value is not YAML: " + e.getMessage());
        }
    }

    private static String written(JsonNode node) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dump(plain(node));
    }

    private static @Nullable Object plain(JsonNode node) {
        return switch (node) {
            case ObjectNode map -> {
                var plain = new LinkedHashMap<String, @Nullable Object>();
                map.properties().forEach(entry -> plain.put(entry.getKey(), plain(entry.getValue())));
                yield plain;
            }
            case ArrayNode list -> {
                var plain = new ArrayList<@Nullable Object>();
                list.forEach(item -> plain.add(plain(item)));
                yield plain;
            }
            default -> scalar(node);
        };
    }

    private static @Nullable Object scalar(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return null;
        }
        return node.isBoolean() ? (Object) node.booleanValue() : node.isNumber() ? node.numberValue() : node.asText();
    }

    private static JsonNode find(JsonNode root, String path) {
        var node = root;
        for (var step : steps(path)) {
            node = step.index < 0 ? node.path(step.name) : node.path(step.index);
        }
        return node;
    }

    private static void set(JsonNode root, String path, JsonNode value) {
        var steps = steps(path);
        var parent = root;
        for (var step : steps.subList(0, steps.size() - 1)) {
            parent = step.index < 0 ? parent.path(step.name) : parent.path(step.index);
        }
        var last = steps.getLast();
        if (parent instanceof ObjectNode map) {
            map.set(last.name, value);
        } else if (parent instanceof ArrayNode list) {
            list.set(last.index, value);
        }
    }

    private record Step(String name, int index) {}

    private static List<Step> steps(String path) {
        var steps = new ArrayList<Step>();
        var matcher = STEP.matcher(path);
        var end = path.startsWith("$") ? 1 : 0;
        while (end < path.length() && matcher.find(end) && matcher.start() == end) {
            var name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            steps.add(name != null ? new Step(name, -1) : new Step("", Integer.parseInt(matcher.group(3))));
            end = matcher.end();
        }
        if (steps.isEmpty() || end < path.length() || !path.startsWith("$")) {
            throw fault(path, "not a path");
        }
        return steps;
    }

    private static RuntimeException fault(String path, String sentence) {
        return Failures.configuration("patches: path: " + path + ": " + sentence
                + " (expected: as in $.spec.template.spec.containers[0].image)");
    }
}
