package io.penstock.workflows.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A cluster, which is also the name of its task queue; a DNS label other than the control plane's own queue.
public record ClusterName(@JsonValue String value) implements Comparable<ClusterName> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ClusterName {
        Names.check("cluster", value, Names.CLUSTER);
    }

    @Override
    public int compareTo(ClusterName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
