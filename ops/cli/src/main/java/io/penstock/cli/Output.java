package io.penstock.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import io.penstock.workflows.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// How a command shows what it found: a table for people, JSON or YAML for programs.
public final class Output {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml (default: ${DEFAULT-VALUE})")
    private Format format = Format.TABLE;

    /// Whether people read it, not programs.
    public boolean isTable() {
        return format == Format.TABLE;
    }

    /// The forms that results take.
    enum Format {
        TABLE,
        JSON,
        YAML
    }

    /// Prints one value as it is, or as a table of its rows.
    public void print(JsonNode value, Iterable<JsonNode> rows, List<Field> fields) {
        switch (format) {
            case TABLE -> table(rows, fields);
            case JSON -> json(value);
            case YAML -> System.out.print(yaml(value));
        }
    }

    /// Prints one value as it is, or field by field.
    public void print(JsonNode value, List<Field> fields) {
        switch (format) {
            case TABLE -> {
                var width = fields.stream()
                        .mapToInt(field -> field.title().length())
                        .max()
                        .orElse(0);
                for (var field : fields) {
                    var text = field.text().apply(value);
                    if (!text.isEmpty()) {
                        System.out.println(field.title()
                                + " ".repeat(width + 2 - field.title().length())
                                + text);
                    }
                }
            }
            case JSON -> json(value);
            case YAML -> System.out.print(yaml(value));
        }
    }

    /// Prints one value as it is, or a text that says the same to people.
    public void print(JsonNode value, String text) {
        switch (format) {
            case TABLE -> System.out.print(text);
            case JSON -> json(value);
            case YAML -> System.out.print(yaml(value));
        }
    }

    private static void json(JsonNode value) {
        try {
            System.out.println(
                    Json.wire().writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String yaml(JsonNode value) {
        try {
            return new YAMLMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void table(Iterable<JsonNode> rows, List<Field> fields) {
        var all = new ArrayList<JsonNode>();
        rows.forEach(all::add);
        var columns = fields.stream()
                .map(field -> new Column()
                        .header(field.title().toUpperCase(Locale.ROOT))
                        .headerAlign(HorizontalAlign.LEFT)
                        .dataAlign(HorizontalAlign.LEFT)
                        .maxWidth(80)
                        .<JsonNode>with(field.text()))
                .toList();
        System.out.println(AsciiTable.builder()
                .border(AsciiTable.NO_BORDERS)
                .data(all, columns)
                .asString());
    }

    /// One field of what is shown, by title.
    public record Field(String title, Function<JsonNode, String> text) {
        /// A field read from a property, `a.b` reaching inside.
        public static Field of(String title, String path) {
            return new Field(title, node -> text(node.at("/" + path.replace('.', '/'))));
        }

        /// A moment read from a property, shown by the reader's own clock.
        public static Field moment(String title, String path) {
            var field = of(title, path);
            return new Field(title, node -> Times.moment(field.text().apply(node)));
        }

        private static String text(JsonNode node) {
            return node.isMissingNode() || node.isNull() ? "" : node.isValueNode() ? node.asText() : node.toString();
        }
    }
}
