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
}
