package io.penstock.controlplane.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Collects what is wrong with a request's fields, so that the caller reads all of it at once.
public final class Faults {
    private final List<Problem.FieldFault> found = new ArrayList<>();

    /// Parses a field that must be there; empty when it is at fault.
    public <T> Optional<T> required(String field, @Nullable String value, Function<String, T> parse) {
        if (value == null || value.isBlank()) {
            add(field, value, "a value");
            return Optional.empty();
        }
        return parsed(field, value, parse);
    }

    /// Parses a field that may be left out; empty when it is, or when it is at fault.
    public <T> Optional<T> optional(String field, @Nullable String value, Function<String, T> parse) {
        return value == null || value.isBlank() ? Optional.empty() : parsed(field, value, parse);
    }

    public void add(String field, @Nullable String value, String expected) {
        found.add(Problem.FieldFault.of(field, value, expected));
    }

    /// Refuses the request when anything was found.
    public void refuse() {
        if (!found.isEmpty()) {
            throw new Refusal.Invalid(List.copyOf(found));
        }
    }

    private <T> Optional<T> parsed(String field, String value, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(value));
        } catch (IllegalArgumentException e) {
            add(field, value, expected(e));
            return Optional.empty();
        }
    }

    private static String expected(IllegalArgumentException e) {
        var message = String.valueOf(e.getMessage());
        var at = message.lastIndexOf("(expected: ");
        return at < 0 || !message.endsWith(")") ? "another value" : message.substring(at + 11, message.length() - 1);
    }
}
