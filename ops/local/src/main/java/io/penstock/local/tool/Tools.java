package io.penstock.local.tool;

import io.penstock.local.Checkout;
import io.penstock.local.Home;
import io.penstock.local.Progress;
import io.penstock.local.process.Command;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Where each tool is on this machine: in the cache, else on the path in an accepted version, else built into the
/// cache.
public final class Tools {
    private final Home home;
    private final Checkout checkout;

    public Tools(Home home, Checkout checkout) {
        this.home = home;
        this.checkout = checkout;
    }

    /// The programs of these tools, built now where they are missing.
    public Map<Tool, Path> provide(Collection<Tool> wanted, Progress progress) {
        var found = new EnumMap<Tool, Path>(Tool.class);
        for (var tool : wanted) {
            found.put(tool, find(tool).orElseGet(() -> build(tool, progress)));
        }
        return found;
    }

    /// The program of one tool, built now where it is missing.
    public Path provide(Tool tool, Progress progress) {
        return find(tool).orElseGet(() -> build(tool, progress));
    }

    /// The program of a tool where it need not be built.
    public Optional<Path> find(Tool tool) {
        return cached(tool).or(() -> onPath(tool));
    }

    /// Whether tools that are missing can be built here.
    public boolean canBuild() {
        return GoToolchain.find().isPresent();
    }

    private Path build(Tool tool, Progress progress) {
        return new ToolBuild(home, checkout.tools()).build(tool, progress);
    }

    private Optional<Path> cached(Tool tool) {
        return Optional.of(ToolBuild.program(home, tool)).filter(Files::isExecutable);
    }

    private static Optional<Path> onPath(Tool tool) {
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, tool.program()))
                .filter(Files::isExecutable)
                .filter(program -> accepted(tool, program))
                .findFirst();
    }

    private static boolean accepted(Tool tool, Path program) {
        var command = new java.util.ArrayList<>(tool.versionCommand());
        command.addFirst(program.toString());
        var outcome = Command.of(command).run();
        return outcome.exitCode() == 0 && outcome.output().contains(tool.accepted());
    }
}
