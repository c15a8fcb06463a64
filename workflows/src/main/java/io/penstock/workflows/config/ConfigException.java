package io.penstock.workflows.config;

import java.util.List;
import java.util.stream.Collectors;

/// A configuration that the author of the commit has to mend.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Fault> faults;

    public ConfigException(String path, List<Fault> faults) {
        super(faults.stream().map(fault -> fault.describe(path)).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    public ConfigException(String message) {
        super(message);
        this.faults = List.of();
    }

    /// The faults, empty when the message says all.
    public List<Fault> faults() {
        return faults;
    }
}
