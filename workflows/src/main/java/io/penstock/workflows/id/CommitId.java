package io.penstock.workflows.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A Git commit by its full hash.
public record CommitId(@JsonValue String value) implements Comparable<CommitId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CommitId {
        Names.check("commit", value, Names.COMMIT);
    }

    /// The first seven digits, as people name a commit.
    public String brief() {
        return value.substring(0, 7);
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
