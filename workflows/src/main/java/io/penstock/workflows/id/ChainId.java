package io.penstock.workflows.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Deployments of several applications in blocks; a UUID as text.
public record ChainId(@JsonValue String value) implements Comparable<ChainId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ChainId {
        Names.check("chain", value, Names.UUID);
    }

    @Override
    public int compareTo(ChainId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
