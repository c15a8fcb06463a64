package io.penstock.piped;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What stands on the command line.
///
/// @param adminPort for health on loopback, 0 for any free one, null for none
/// @param data where mirrors, caches and waiting log lines are kept, null for the usual place
record Arguments(
        Path config, @Nullable Integer adminPort, @Nullable Path data) {
    static final String USAGE = "usage: piped --config FILE [--admin-port PORT] [--data DIRECTORY]";

    static Arguments parse(String... words) {
        Path config = null;
        Integer adminPort = null;
        Path data = null;
        for (var i = 0; i < words.length; i += 2) {
            if (i + 1 == words.length) {
                throw new IllegalArgumentException(words[i] + ": nothing follows (expected: a value)\n" + USAGE);
            }
            var value = words[i + 1];
            switch (words[i]) {
                case "--config" -> config = Path.of(value);
                case "--admin-port" -> adminPort = port(value);
                case "--data" -> data = Path.of(value);
                default ->
                    throw new IllegalArgumentException(
                            words[i] + ": unknown (expected: --config, --admin-port or --data)\n" + USAGE);
            }
        }
        if (config == null) {
            throw new IllegalArgumentException("--config: it is missing (expected: the piped's file)\n" + USAGE);
        }
        return new Arguments(config, adminPort, data);
    }

    private static int port(String text) {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) < 65_536) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException("--admin-port: " + text + " (expected: a port)\n" + USAGE);
    }
}
