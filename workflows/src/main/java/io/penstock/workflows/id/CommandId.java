package io.penstock.workflows.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A wish of a person or program written by the API: an approval, a cancel, a skip; a UUID as text.
public record CommandId(@JsonValue String value) implements Comparable<CommandId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CommandId {
        Names.check("command", value, Names.UUID);
    }

    @Override
    public int compareTo(CommandId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
