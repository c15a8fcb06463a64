package io.penstock.workflows.stage;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The stage records by name, read once off the permitted subclasses of `Stage`.
public final class StageNames {
    private static final SortedMap<String, Class<? extends Stage>> TYPES = collect();

    private StageNames() {}

    /// Every stage record by its name.
    public static SortedMap<String, Class<? extends Stage>> types() {
        return TYPES;
    }

    /// The names that a pipeline may use, sorted.
    public static List<String> usable() {
        return TYPES.entrySet().stream()
                .filter(entry -> !annotation(entry.getValue()).planned())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Name and meaning of a stage record.
    public static StageName annotation(Class<? extends Stage> type) {
        var name = type.getAnnotation(StageName.class);
        if (name == null) {
            throw new IllegalStateException(type.getName() + ": no name (expected: @StageName)");
        }
        return name;
    }

    private static SortedMap<String, Class<? extends Stage>> collect() {
        var types = new TreeMap<String, Class<? extends Stage>>();
        SealedTypes.of(Stage.class).forEach((name, type) -> {
            var stage = type.asSubclass(Stage.class);
            types.put(annotation(stage).value(), stage);
        });
        return Collections.unmodifiableSortedMap(types);
    }
}
