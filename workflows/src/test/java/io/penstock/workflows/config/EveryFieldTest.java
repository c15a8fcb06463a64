package io.penstock.workflows.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.workflows.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Every field of the reference stands in a file of the corpus, and no value of these files can be changed without
/// changing what was read. The list of fields is `fields/fields.txt`.
@Timeout(60)
class EveryFieldTest {
    private static final Pattern PLATFORM_PART =
            Pattern.compile("(?:input|quickSync|service|workloads|trafficRouting|variantLabel|resourceRoutes)\\b.*");

    static List<Path> files() {
        return Corpus.files().stream()
                .filter(path -> path.getFileName().toString().startsWith("every-"))
                .toList();
    }

    @Test
    void everyFieldOfTheReferenceStandsInTheCorpus() throws IOException {
        var patterns = fields();
        var missing = new TreeSet<>(patterns.keySet());
        var unknown = new TreeSet<String>();
        for (var path : files()) {
            for (var leaf : leaves(Files.readString(path))) {
                var fitting = patterns.entrySet().stream()
                        .filter(entry -> entry.getValue().matcher(leaf.field).matches())
                        .map(Map.Entry::getKey)
                        .toList();
                missing.removeAll(fitting);
                if (fitting.isEmpty() && !leaf.field.matches("stage with.*")) {
                    unknown.add(leaf.field);
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(unknown).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFieldIsKnownToTheReader(Path path) {
        assertThat(Corpus.read(path).faults()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyValueCounts(Path path) throws IOException {
        var text = Files.readString(path);
        var means = means(text);
        assertThat(means).isNotNull();
        for (var leaf : leaves(text)) {
            var changed = text.substring(0, leaf.begin) + leaf.other + text.substring(leaf.end);
            assertThat(means(changed)).as(leaf.field + ": " + leaf.other).isNotEqualTo(means);
        }
    }

    /// What was read without what is kept as it stands, which would count though nobody reads it; null for a file
    /// that cannot be used.
    private static @Nullable JsonNode means(String text) {
        var value = ConfigFile.read("every.yaml", text.getBytes(StandardCharsets.UTF_8))
                .value();
        if (value == null) {
            return null;
        }
        var tree = Json.wire().valueToTree(value);
        if (value instanceof ApplicationConfig) {
            ((ObjectNode) tree).remove("plugins");
        }
        for (var plugin : tree.path("plugins")) {
            ((ObjectNode) plugin).remove("config");
            plugin.path("deployTargets").forEach(target -> ((ObjectNode) target).remove("config"));
        }
        return tree;
    }

    private static Map<String, Pattern> fields() throws IOException {
        var fields = new TreeMap<String, Pattern>();
        for (var line : Files.readAllLines(Corpus.ROOT.resolveSibling("fields/fields.txt"))) {
            if (!line.startsWith("#")) {
                var words = line.split(" ", -1);
                Arrays.stream(words).skip(1).forEach(path -> {
                    var pattern = Stream.of((words[0] + " " + path).split("\\{}", -1))
                            .map(Pattern::quote)
                            .reduce((left, right) -> left + "\\.[^ ]+?" + right)
                            .orElseThrow();
                    fields.put(words[0] + " " + path, Pattern.compile(pattern));
                });
            }
        }
        return fields;
    }

    /// One value of a file.
    ///
    /// @param field in the manner of `fields.txt`
    /// @param other what could stand there as well
    private record Leaf(String field, int begin, int end, String other) {}

    private static List<Leaf> leaves(String text) {
        var top = (MappingNode) new Yaml().compose(new StringReader(text));
        var kind = scalar(top, "kind");
        var leaves = new ArrayList<Leaf>();
        for (var tuple : top.getValue()) {
            if (((ScalarNode) tuple.getKeyNode()).getValue().equals("spec")) {
                collect(tuple.getValueNode(), kind + " ", leaves);
            }
        }
        return leaves;
    }

    private static void collect(Node node, String field, List<Leaf> leaves) {
        switch (node) {
            case MappingNode mapping -> {
                for (var tuple : mapping.getValue()) {
                    var key = ((ScalarNode) tuple.getKeyNode()).getValue();
                    collect(tuple.getValueNode(), below(field, key, mapping), leaves);
                }
            }
            case SequenceNode sequence -> sequence.getValue().forEach(item -> collect(item, field + "[]", leaves));
            case ScalarNode scalar ->
                leaves.add(new Leaf(
                        field,
                        scalar.getStartMark().getIndex(),
                        scalar.getEndMark().getIndex(),
                        other(scalar)));
            default -> throw new AssertionError(node);
        }
    }

    /// The path of a key, beginning anew where the list of fields does.
    private static String below(String field, String key, MappingNode mapping) {
        if (field.endsWith("App ")) {
            return PLATFORM_PART.matcher(key).matches()
                    ? field + key
                    : key.equals("pipeline") ? "pipeline " : "spec " + key;
        }
        return switch (field) {
            case "Application " ->
                key.equals("pipeline") ? "pipeline " : key.equals("plugins") ? "plugin" : "spec " + key;
            case "plugin" -> key + " ";
            case "pipeline " -> "stages";
            case "stages[]" -> key.equals("with") ? scalar(mapping, "name") + " " : "stage " + key;
            default -> field.endsWith(" ") ? field + key : field + "." + key;
        };
    }

    private static String scalar(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(tuple -> ((ScalarNode) tuple.getKeyNode()).getValue().equals(key))
                .map(tuple -> ((ScalarNode) tuple.getValueNode()).getValue())
                .findFirst()
                .orElseThrow();
    }

    private static String other(ScalarNode scalar) {
        var value = scalar.getValue();
        if (scalar.getTag().equals(Tag.BOOL)) {
            return value.equals("true") ? "false" : "true";
        }
        if (scalar.getTag().equals(Tag.INT)) {
            return String.valueOf(Integer.parseInt(value) + 1);
        }
        return scalar.getTag().equals(Tag.FLOAT) ? value + "1" : '"' + value.replace("\\", "\\\\") + "x\"";
    }
}
