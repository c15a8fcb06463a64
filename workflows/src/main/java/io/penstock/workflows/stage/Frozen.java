package io.penstock.workflows.stage;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Unchangeable copies in a fixed order; what is absent becomes empty, so that older payloads can be read.
public final class Frozen {
    private Frozen() {}

    /// A copy of the list.
    public static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /// A copy of the map, sorted by key.
    public static <T> SortedMap<String, T> map(@Nullable Map<String, T> map) {
        return map == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
