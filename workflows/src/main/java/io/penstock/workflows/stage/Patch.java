package io.penstock.workflows.stage;

import java.util.List;

/// Changes to one manifest of a canary.
public record Patch(
        @Doc("The manifest to change.") Target target,
        @Doc("The changes, in order.") List<Op> ops) {
    public Patch {
        ops = Frozen.list(ops);
    }

    /// Which manifest, and which part of it.
    public record Target(
            @Doc(value = "Kind of the manifest.", required = true)
            String kind,

            @Doc(value = "Name of the manifest.", required = true)
            String name,

            @Doc("Path to a text field that itself holds YAML; empty for the whole manifest.")
            String documentRoot) {}

    /// One change.
    public record Op(
            @Doc(value = "The kind of change.", range = "yaml-replace", fallback = "yaml-replace")
            String op,

            @Doc(value = "Path of an existing field, such as $.spec.replicas.", required = true)
            String path,

            @Doc(value = "The new value.", freeText = true) String value) {}
}
