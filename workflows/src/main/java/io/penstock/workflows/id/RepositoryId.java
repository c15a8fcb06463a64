package io.penstock.workflows.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A repository as the piped's configuration names it.
public record RepositoryId(@JsonValue String value) implements Comparable<RepositoryId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RepositoryId {
        Names.check("repository", value, Names.REPOSITORY);
    }

    @Override
    public int compareTo(RepositoryId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
