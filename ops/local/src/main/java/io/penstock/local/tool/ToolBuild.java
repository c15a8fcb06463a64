package io.penstock.local.tool;

import io.penstock.local.FolderLock;
import io.penstock.local.Home;
import io.penstock.local.LocalStackException;
import io.penstock.local.PrivateFiles;
import io.penstock.local.Progress;
import io.penstock.local.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Builds a tool by Go into the cache. One build runs at a time; a program appears there whole or not at all.
final class ToolBuild {
    private static final Duration LIMIT = Duration.ofMinutes(45);

    private final Home home;
    private final Path modules;

    ToolBuild(Home home, Path modules) {
        this.home = home;
        this.modules = modules;
    }

    /// Where the program of a tool lies once it is built.
    static Path program(Home home, Tool tool) {
        return folder(home, tool).resolve(tool.program());
    }

    Path build(Tool tool, Progress progress) {
        var go = GoToolchain.find()
                .orElseThrow(() -> new LocalStackException(tool.program() + " " + tool.version()
                        + ": neither on the path nor built yet, and there is no Go"
                        + " 1.26 to build it with (install Go, or use a cluster of your own by --context)"));
        var program = program(home, tool);
        try (var _ = FolderLock.take(folder(home), "build of tools", progress)) {
            if (!Files.isExecutable(program)) {
                compile(go, tool, progress);
            }
        }
        return program;
    }

    private void compile(GoToolchain go, Tool tool, Progress progress) {
        var program = program(home, tool);
        PrivateFiles.folder(folder(home, tool));
        var unfinished = program.resolveSibling("." + tool.program() + ".part");
        try (var step = progress.step("building " + tool.program() + " " + tool.version() + " (once)")) {
            var count = new Count(step);
            step.at("fetching its sources");
            go(go, tool, "list", "-deps", "-e", "-f", "{{if not .Standard}}.{{end}}", tool.goPackage())
                    .succeed(count::source);
            step.at("compiling and linking");
            go(
                            go,
                            tool,
                            "build",
                            "-v",
                            "-mod=readonly",
                            "-trimpath",
                            "-buildvcs=false",
                            "-ldflags",
                            flags(tool),
                            "-o",
                            unfinished.toString(),
                            tool.goPackage())
                    .succeed(count::line);
            Files.move(unfinished, program, StandardCopyOption.ATOMIC_MOVE);
            step.done("built");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Command go(GoToolchain go, Tool tool, String... words) {
        var command = new java.util.ArrayList<>(List.of(words));
        command.addFirst(go.go().toString());
        return Command.of(command)
                .in(modules.resolve(tool.family().folder()))
                .with(Map.of("CGO_ENABLED", "0", "GOTOOLCHAIN", "local", "GOWORK", "off", "GOFLAGS", ""))
                .within(LIMIT);
    }

    private static String flags(Tool tool) {
        return ("-s -w " + tool.family().stamps()).strip();
    }

    private static Path folder(Home home, Tool tool) {
        return folder(home).resolve(tool.program()).resolve(tool.version());
    }

    private static Path folder(Home home) {
        return home.cache().resolve("tools");
    }

    /// Counts what the compiler says it has done.
    private static final class Count {
        private final Progress.Step step;
        private int fetched;
        private int sources;
        private int compiled;

        Count(Progress.Step step) {
            this.step = step;
        }

        void source(String line) {
            if (line.startsWith("go: downloading")) {
                fetched++;
                step.at(fetched + " modules fetched");
            } else {
                sources++;
            }
        }

        void line(String line) {
            if (line.startsWith("go: downloading")) {
                fetched++;
                step.at(fetched + " modules fetched");
            } else {
                compiled++;
                step.at(compiled + " packages compiled, of at most " + Math.max(sources, compiled) + ", then linked");
            }
        }
    }
}
