package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A text that must not show up in messages or logs; empty when the file gives none.
public record Secret(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Secret {}

    /// Whether the file gives none.
    public boolean absent() {
        return value.isEmpty();
    }

    /// The bytes that the text is the base64 of; null when it is none.
    byte @Nullable [] decoded() {
        try {
            return Base64.getDecoder().decode(value.replaceAll("\\s", ""));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    @Override
    public String toString() {
        return value.isEmpty() ? "" : "******";
    }
}
