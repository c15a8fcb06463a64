package io.penstock.workflows.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// The configuration files that tests read, in the shapes of PipeCD's public examples.
final class Corpus {
    static final Path ROOT = root();

    private Corpus() {}

    /// Every file of the corpus that can be used.
    static List<Path> files() {
        try (var paths = Files.walk(ROOT)) {
            return paths.filter(Files::isRegularFile)
                    .filter(path -> !path.toString().contains("/golden/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ConfigFile read(String name) {
        return read(ROOT.resolve(name));
    }

    static ConfigFile read(Path path) {
        try {
            return ConfigFile.read(ROOT.relativize(path).toString(), Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String content(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ConfigFile text(String text) {
        return ConfigFile.read("app.pipecd.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    /// A v0 application of Kubernetes with this below `spec`.
    static ConfigFile kubernetes(String spec) {
        return text("apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\nspec:\n" + spec.indent(2));
    }

    /// The application of a file that has to be good.
    static ApplicationConfig application(ConfigFile file) {
        if (!(file.value() instanceof ApplicationConfig application)) {
            throw new AssertionError(file.faults());
        }
        return application;
    }

    private static Path root() {
        try {
            return Path.of(
                    Objects.requireNonNull(Corpus.class.getResource("/config")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
