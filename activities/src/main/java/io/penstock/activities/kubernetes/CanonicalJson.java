package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/// Compact JSON with sorted keys and strings escaped as Go does, so that equal content gives equal text.
final class CanonicalJson {
    private static final String HEXADECIMAL = "0123456789abcdef";

    private CanonicalJson() {}

    static String of(JsonNode node) {
        var text = new StringBuilder();
        write(node, text);
        return text.toString();
    }

    private static void write(JsonNode node, StringBuilder text) {
        switch (node.getNodeType()) {
            case OBJECT -> writeMap(node, text);
            case ARRAY -> {
                text.append('[');
                for (Iterator<JsonNode> items = node.iterator(); items.hasNext(); ) {
                    write(items.next(), text);
                    text.append(items.hasNext() ? "," : "");
                }
                text.append(']');
            }
            case STRING -> quote(node.textValue(), text);
            case BOOLEAN, NUMBER -> text.append(node.asText());
            case NULL, MISSING -> text.append("null");
            case BINARY, POJO ->
                throw new IllegalArgumentException("node: " + node.getNodeType() + " (expected: JSON)");
        }
    }

    private static void writeMap(JsonNode node, StringBuilder text) {
        var sorted = new TreeMap<String, JsonNode>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            sorted.put(field.getKey(), field.getValue());
        }
        text.append('{');
        var separator = "";
        for (var field : sorted.entrySet()) {
            text.append(separator);
            quote(field.getKey(), text);
            text.append(':');
            write(field.getValue(), text);
            separator = ",";
        }
        text.append('}');
    }

    private static void quote(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '<', '>', '&', '\u2028', '\u2029' -> escape(c, text);
                default -> {
                    if (c < ' ') {
                        escape(c, text);
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static void escape(char c, StringBuilder text) {
        text.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            text.append(HEXADECIMAL.charAt(c >> shift & 15));
        }
    }
}
