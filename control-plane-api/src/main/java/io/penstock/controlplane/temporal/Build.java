package io.penstock.controlplane.temporal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Which workflow code this is: the name under which Temporal knows the workers that run it. Two builds of the same
/// workflow code are the same.
record Build(String id) {
    /// The name of the worker deployment whose versions our builds are.
    static final String DEPLOYMENT = "penstock";

    private static final int SHOWN = 12;

    /// The build of the module that a class of workflows comes from: a digest of its classes.
    static Build of(Class<?> workflows) {
        try {
            var place = Path.of(workflows
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(place)) {
                return new Build(digest(place));
            }
            try (var jar = FileSystems.newFileSystem(place)) {
                return new Build(digest(jar.getPath("/")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var classes = files.filter(file -> file.toString().endsWith(".class"))
                    .sorted((one, other) -> name(root, one).compareTo(name(root, other)))
                    .toList();
            for (var file : classes) {
                digest.update(name(root, file).getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }
}
