package io.penstock.cli;

import io.penstock.local.Home;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The environment variables that commands read.
public final class Variables {
    /// What is read in place of the process's own variables, for tests in the same process.
    static final ScopedValue<Map<String, String>> INSTEAD = ScopedValue.newInstance();

    private Variables() {}

    /// The value of a variable, null where it is not set or blank.
    public static @Nullable String get(String name) {
        var value = INSTEAD.isBound() ? INSTEAD.get().get(name) : System.getenv(name);
        return value == null || value.isBlank() ? null : value;
    }

    /// The folder in which Penstock keeps everything on this machine.
    public static Home home() {
        var named = get("PENSTOCK_HOME");
        return named == null ? Home.fromEnvironment() : new Home(Path.of(named));
    }
}
