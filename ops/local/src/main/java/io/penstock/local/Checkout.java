package io.penstock.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The folder of Penstock's own sources, from which tools and programs are built.
public record Checkout(Path root) {
    public Checkout {
        root = root.toAbsolutePath().normalize();
    }

    /// The checkout that the launcher names by the property `penstock.checkout`, else the nearest one above here.
    public static Checkout find() {
        var named = System.getProperty("penstock.checkout");
        if (named != null) {
            return new Checkout(Path.of(named));
        }
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("ops/local/tools"))) {
                return new Checkout(folder);
            }
        }
        throw new LocalStackException(
                "no checkout of Penstock at or above " + Path.of("").toAbsolutePath());
    }

    /// The Go modules of the tools, one folder per family.
    public Path tools() {
        return root.resolve("ops/local/tools");
    }

    /// The built jar of a module, then the jars it needs from the folder `lib` beside it.
    public List<Path> classPath(String module) {
        var target = root.resolve(module).resolve("target");
        return Stream.concat(jars(target), jars(target.resolve("lib"))).toList();
    }

    private static Stream<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new LocalStackException("not built: " + folder + " (expected: jars, made by ./penstock)");
        }
        try (var files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.getFileName().toString().matches(".*-(tests|sources)\\.jar"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
