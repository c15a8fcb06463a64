package io.penstock.workflows.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A sealed bundle, by the SHA-256 of its ciphertext.
public record BlobId(@JsonValue String value) implements Comparable<BlobId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BlobId {
        Names.check("blob", value, Names.SHA256);
    }

    @Override
    public int compareTo(BlobId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
