package io.penstock.workflows.config;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/// Where a value stands in its file.
///
/// @param node what stands there, null when nothing does
/// @param near what a fault points at: the value, its key, or the block that lacks it
/// @param unknown how an unknown key below is taken
record Place(String path, @Nullable Node node, @Nullable Node near, Severity unknown) {
    Place child(String name, @Nullable Node value) {
        var below = path.isEmpty() ? name : path + "." + Fault.shown(name);
        return new Place(below, value, value == null ? near : value, unknown);
    }

    Place item(int index, Node value) {
        return new Place(path + "[" + index + "]", value, value, unknown);
    }

    Place unknown(Severity severity) {
        return new Place(path, node, near, severity);
    }

    int line() {
        return near == null ? 0 : near.getStartMark().getLine() + 1;
    }

    int column() {
        return near == null ? 0 : near.getStartMark().getColumn() + 1;
    }
}
