package io.penstock.workflows.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// An application in the registry; a UUID as text.
public record ApplicationId(@JsonValue String value) implements Comparable<ApplicationId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ApplicationId {
        Names.check("application", value, Names.UUID);
    }

    @Override
    public int compareTo(ApplicationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
