package io.penstock.workflows.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One configuration file that was read.
///
/// @param kind as written in the file, empty when it could not be read
/// @param value the content, null where there is an error
public record ConfigFile(String path, String kind, @Nullable Config value, List<Fault> faults) {
    /// Whether the file can be used; warnings do not keep it from that.
    public boolean valid() {
        return value != null;
    }
}
