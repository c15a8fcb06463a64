package io.penstock.workflows.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// The parts of a file whose shape is not ours, as JSON.
final class FreeForm {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private FreeForm() {}

    static JsonNode read(Place place, Source source) {
        return switch (place.node()) {
            case null -> JSON.nullNode();
            case MappingNode _ -> block(place, source);
            case SequenceNode sequence -> {
                var list = JSON.arrayNode();
                for (var i = 0; i < sequence.getValue().size(); i++) {
                    list.add(read(place.item(i, sequence.getValue().get(i)), source));
                }
                yield list;
            }
            case ScalarNode scalar -> scalar(scalar);
            case Node _ -> JSON.nullNode();
        };
    }

    private static JsonNode block(Place place, Source source) {
        var object = JSON.objectNode();
        for (var entry : Block.ofMap(place, source).entries()) {
            object.set(entry.key(), read(entry.place(), source));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        var tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Scalars.truth(scalar));
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return number(scalar);
        }
        return JSON.textNode(scalar.getValue());
    }

    /// In the form that the wire would read back: the narrowest whole number, else a double, else text.
    private static JsonNode number(ScalarNode scalar) {
        try {
            if (scalar.getTag().equals(Tag.FLOAT)) {
                var number = Scalars.number(scalar);
                return Double.isFinite(number) ? JSON.numberNode(number) : JSON.textNode(scalar.getValue());
            }
            var whole = Scalars.integer(scalar.getValue());
            if (whole.bitLength() < Integer.SIZE) {
                return JSON.numberNode(whole.intValue());
            }
            return whole.bitLength() < Long.SIZE ? JSON.numberNode(whole.longValue()) : JSON.numberNode(whole);
        } catch (Scalars.WrongValue _) {
            return JSON.textNode(scalar.getValue());
        }
    }
}
