package io.penstock.workflows.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A configuration that was read, and what is wrong with it; no value where there is an error.
public record Loaded<T>(@Nullable T value, List<Fault> faults) {
    public Loaded {
        faults = faults.stream().sorted(Fault.ORDER).distinct().toList();
        if (faults.stream().anyMatch(fault -> fault.severity() == Severity.ERROR)) {
            value = null;
        }
    }

    /// The faults that keep the file from being used.
    public List<Fault> errors() {
        return faults.stream()
                .filter(fault -> fault.severity() == Severity.ERROR)
                .toList();
    }

    /// The value, or a `ConfigException` with the errors of the file named.
    public T orThrow(String path) {
        if (value == null) {
            throw new ConfigException(path, errors());
        }
        return value;
    }
}
