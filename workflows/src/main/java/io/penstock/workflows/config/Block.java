package io.penstock.workflows.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// The keys of one mapping, with merges resolved; which of them were asked for decides which are unknown.
final class Block {
    private static final int MERGES = 20;

    private final Place place;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final TreeSet<String> known = new TreeSet<>();

    /// One key and its value.
    record Entry(String key, Node keyNode, Place place) {}

    private Block(Place place) {
        this.place = place;
    }

    /// The keys of a record, in any case.
    static Block ofRecord(Place place, Source source) {
        var block = new Block(place);
        block.fill(place.node(), source, true);
        return block;
    }

    /// The keys of a map, as they stand.
    static Block ofMap(Place place, Source source) {
        var block = new Block(place);
        block.fill(place.node(), source, false);
        return block;
    }

    Place place() {
        return place;
    }

    List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /// Lays another block over this one: its keys replace equal ones.
    void overlay(Block other) {
        entries.putAll(other.entries);
    }

    /// Where the value of a key stands, or would stand; the key is known from now on.
    Place find(String name) {
        known.add(name);
        var entry = entries.get(name.toLowerCase(Locale.ROOT));
        return entry == null ? place.child(name, null) : entry.place();
    }

    /// Reports the keys that nobody asked for.
    void reportUnknown(Source source) {
        for (var entry : entries.values()) {
            if (known.stream().noneMatch(name -> name.equalsIgnoreCase(entry.key()))) {
                var at = new Place(entry.place().path(), null, entry.keyNode(), place.unknown());
                source.add(Fault.of(
                        place.unknown(),
                        at,
                        "unknown key",
                        CloseMatch.expected("a key known here", entry.key(), known)));
            }
        }
    }

    private void fill(@Nullable Node node, Source source, boolean anyCase) {
        if (node == null || Scalars.isNull(node)) {
            return;
        }
        if (!(node instanceof MappingNode mapping)) {
            source.error(place, Scalars.describe(node), "a block of keys and values");
            return;
        }
        var merged = new ArrayList<Node>();
        for (var tuple : mapping.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merged.add(tuple.getValueNode());
            } else {
                put(tuple, source, anyCase);
            }
        }
        merged.forEach(value -> merge(value, source, anyCase, 0));
    }

    private void put(NodeTuple tuple, Source source, boolean anyCase) {
        if (!(tuple.getKeyNode() instanceof ScalarNode keyNode) || Scalars.isNull(keyNode)) {
            var at = new Place(place.path(), null, tuple.getKeyNode(), place.unknown());
            source.error(at, Scalars.describe(tuple.getKeyNode()), "a plain key");
            return;
        }
        var key = keyNode.getValue();
        var value = tuple.getValueNode();
        var child = place.child(key, value);
        if (Scalars.isNull(value)) {
            child = new Place(child.path(), null, value, place.unknown());
        }
        var earlier = entries.putIfAbsent(anyCase ? key.toLowerCase(Locale.ROOT) : key, new Entry(key, keyNode, child));
        if (earlier != null) {
            var at = new Place(child.path(), null, keyNode, place.unknown());
            source.error(
                    at,
                    "duplicate key",
                    "each key once; it stands in line "
                            + (earlier.keyNode().getStartMark().getLine() + 1) + " already");
        }
    }

    private void merge(Node node, Source source, boolean anyCase, int depth) {
        if (node instanceof SequenceNode sequence && depth < MERGES) {
            sequence.getValue().forEach(item -> merge(item, source, anyCase, depth + 1));
        } else if (node instanceof MappingNode && depth < MERGES) {
            var below = new Block(new Place(place.path(), node, node, place.unknown()));
            below.fill(node, source, anyCase);
            below.entries.forEach(entries::putIfAbsent);
        } else {
            var at = new Place(place.path(), null, node, place.unknown());
            source.error(at, Scalars.describe(node), "a block to merge");
        }
    }
}
