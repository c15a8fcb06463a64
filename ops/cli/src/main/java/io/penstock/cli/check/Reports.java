package io.penstock.cli.check;

import io.penstock.cli.check.TestCommand.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The reports that the tests of a checkout leave. Which ones a run must leave is read from the sources, so that a
/// suite which never ran is missed.
record Reports(Path root) {
    private static final String TESTS = "src/test/java";
    private static final String SUITE = "Test.java";
    private static final Path SYSTEM = Path.of("ops", "system-tests");
    private static final Path UI = Path.of("ui");

    /// Removes what earlier runs left: an old result is none.
    void forget() throws IOException {
        for (var report : left()) {
            Files.delete(report);
        }
    }

    /// Every report that lies there.
    List<Path> left() throws IOException {
        var left = new ArrayList<Path>();
        for (var module : modules()) {
            for (var file : list(folder(module))) {
                if (file.getFileName().toString().matches("TEST-.*\\.xml")) {
                    left.add(file);
                }
            }
        }
        return left;
    }

    /// The report that each suite of these groups must leave, by the suite's name.
    SortedMap<String, Path> expected(Set<Group> groups) throws IOException {
        var expected = new TreeMap<String, Path>();
        for (var module : modules()) {
            if (groups.contains(group(root.relativize(module)))) {
                for (var suite : suites(module)) {
                    expected.put(suite, folder(module).resolve("TEST-" + suite + ".xml"));
                }
            }
        }
        return expected;
    }

    private static Group group(Path module) {
        if (module.equals(UI)) {
            return Group.UI;
        }
        return module.equals(SYSTEM) ? Group.SYSTEM : Group.UNIT;
    }

    private List<String> suites(Path module) throws IOException {
        var tests = module.resolve(TESTS);
        if (root.relativize(module).equals(UI)) {
            return List.of("console");
        }
        if (!Files.isDirectory(tests)) {
            return List.of();
        }
        try (var files = Files.walk(tests)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUITE))
                    .map(file -> tests.relativize(file).toString())
                    .map(name ->
                            name.substring(0, name.length() - ".java".length()).replace('/', '.'))
                    .toList();
        }
    }

    private List<Path> modules() throws IOException {
        var modules = new ArrayList<Path>();
        for (var parent : List.of(root, root.resolve("ops"))) {
            for (var folder : list(parent)) {
                if (Files.isRegularFile(folder.resolve("pom.xml"))) {
                    modules.add(folder);
                }
            }
        }
        return modules;
    }

    private static Path folder(Path module) {
        return module.resolve("target").resolve("surefire-reports");
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
