package io.penstock.local;

import com.fasterxml.jackson.annotation.JsonValue;

/// What a part of the local stack is.
public enum PartKind {
    DATABASE("database"),
    TEMPORAL("temporal"),
    CLUSTER("cluster"),
    CONTROL_PLANE("control-plane"),
    PIPED("piped");

    private final String wire;

    PartKind(String wire) {
        this.wire = wire;
    }

    @JsonValue
    @Override
    public String toString() {
        return wire;
    }
}
