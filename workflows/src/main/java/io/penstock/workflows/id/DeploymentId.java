package io.penstock.workflows.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// One run of an application's plan, and the intent that asked for it; a UUID as text.
public record DeploymentId(@JsonValue String value) implements Comparable<DeploymentId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DeploymentId {
        Names.check("deployment", value, Names.UUID);
    }

    @Override
    public int compareTo(DeploymentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
