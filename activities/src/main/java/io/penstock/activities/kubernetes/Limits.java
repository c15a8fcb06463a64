package io.penstock.activities.kubernetes;

import io.penstock.workflows.Failures;
import java.util.Set;

/// What the piped's configuration lets it touch.
///
/// @param namespaces empty means all, and only then objects that belong to no namespace
/// @param kinds empty means all
public record Limits(Set<String> namespaces, Set<String> kinds) {
    public static final Limits NONE = new Limits(Set.of(), Set.of());

    public Limits {
        namespaces = Set.copyOf(namespaces);
        kinds = Set.copyOf(kinds);
    }

    boolean allowsKind(String kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }

    boolean allow(ResourceKey key) {
        return allowsKind(key.kind()) && (namespaces.isEmpty() || namespaces.contains(key.namespace()));
    }

    /// Refuses an object that lies outside.
    void check(ResourceKey key) {
        if (!allowsKind(key.kind())) {
            throw Failures.stage(key.title() + ": this piped may not touch the kind " + key.kind()
                    + " (expected: one of " + kinds.stream().sorted().toList() + ")");
        }
        if (!allow(key)) {
            var where = key.namespace().isEmpty() ? "objects outside namespaces" : "the namespace " + key.namespace();
            throw Failures.stage(key.title() + ": this piped may not touch " + where + " (expected: one of "
                    + namespaces.stream().sorted().toList() + ")");
        }
    }
}
