package io.penstock.local.tool;

import io.penstock.local.process.Command;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A Go compiler on this machine, new enough for the tools.
record GoToolchain(Path go) {
    private static final int OLDEST_MINOR = 26;
    private static final Pattern VERSION = Pattern.compile("go1\\.(\\d+)");

    /// The first compiler on the path, or where Go usually lies, that is new enough.
    static Optional<GoToolchain> find() {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Arrays.stream(path.split(File.pathSeparator, -1)),
                        Stream.of("/usr/local/go/bin", "/usr/lib/go/bin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "go"))
                .filter(Files::isExecutable)
                .filter(GoToolchain::newEnough)
                .map(GoToolchain::new)
                .findFirst();
    }

    private static boolean newEnough(Path go) {
        var outcome = Command.of(go.toString(), "version").run();
        var version = VERSION.matcher(outcome.output());
        return version.find() && Integer.parseInt(version.group(1)) >= OLDEST_MINOR;
    }
}
