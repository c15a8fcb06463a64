package io.penstock.workflows.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// What is known about one file while it is read: its faults, and where each value of each record stands.
final class Source {
    private static final Place NOWHERE = new Place("", null, null, Severity.ERROR);

    private static final int KEPT = 100;

    private final List<Fault> faults = new ArrayList<>();
    private final IdentityHashMap<Object, Map<String, Place>> places = new IdentityHashMap<>();
    private int found;

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    /// How many faults were found, kept or not.
    int count() {
        return found;
    }

    /// Keeps the first hundred of each severity, so that a file of faults does not become a larger report.
    void add(Fault fault) {
        found++;
        if (faults.stream().filter(kept -> kept.severity() == fault.severity()).count() < KEPT) {
            faults.add(fault);
        }
    }

    void error(Place place, String value, String expected) {
        add(Fault.of(Severity.ERROR, place, value, expected));
    }

    void warn(Place place, String value, String expected) {
        add(Fault.of(Severity.WARNING, place, value, expected));
    }

    void missing(Place place, String expected) {
        error(place, "missing", expected);
    }

    void remember(Object read, Map<String, Place> fields) {
        places.put(read, fields);
    }

    /// Where a field of a record stands, or would stand.
    Place place(Object read, String field) {
        var fields = places.get(read);
        return fields == null ? NOWHERE : fields.getOrDefault(field, NOWHERE);
    }

    /// Where one item of a list field stands.
    Place item(Object read, String field, int index) {
        var list = place(read, field);
        @Nullable SequenceNode node = list.node() instanceof SequenceNode sequence ? sequence : null;
        return node == null || index >= node.getValue().size()
                ? list
                : list.item(index, node.getValue().get(index));
    }
}
