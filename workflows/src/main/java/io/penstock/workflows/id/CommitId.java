package io.penstock.workflows.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A Git commit by its full hash.
public record CommitId(@JsonValue String value) implements Comparable<CommitId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CommitId {
        Names.check("commit", value, Names.COMMIT);
    }

    @Override
    public int compareTo(CommitId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
