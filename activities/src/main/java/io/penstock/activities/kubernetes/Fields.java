package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reading and making the fields of an object tree.
final class Fields {
    private Fields() {}

    /// The node below the given field names; a missing node where there is none.
    static JsonNode at(JsonNode root, String... path) {
        var node = root;
        for (var name : path) {
            node = node.path(name);
        }
        return node;
    }

    /// The text of a scalar below the given field names, empty where there is none.
    static String text(JsonNode root, String... path) {
        var node = at(root, path);
        return node.isValueNode() && !node.isNull() ? node.asText() : "";
    }

    /// The map below the given field names, null where something else or nothing stands there.
    static @Nullable ObjectNode find(JsonNode root, String... path) {
        return at(root, path) instanceof ObjectNode object ? object : null;
    }

    /// The map below the given field names, made where it is missing.
    static ObjectNode make(ObjectNode root, String... path) {
        var node = root;
        for (var name : path) {
            if (node.path(name) instanceof ObjectNode object) {
                node = object;
            } else {
                node = node.putObject(name);
            }
        }
        return node;
    }

    /// The maps of the list below the given field names; empty where there is no list.
    static List<ObjectNode> maps(JsonNode root, String... path) {
        var maps = new ArrayList<ObjectNode>();
        for (var item : at(root, path)) {
            if (item instanceof ObjectNode object) {
                maps.add(object);
            }
        }
        return maps;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
