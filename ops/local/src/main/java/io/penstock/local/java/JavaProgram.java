package io.penstock.local.java;

import io.penstock.local.Home;
import io.penstock.local.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a JVM of the local stack runs.
///
/// @param classPath jars and folders; Penstock's own are copied, so that a later build does not change what runs
/// @param flags of the JVM, such as its heap
/// @param inputs configuration files whose change means that the program must be started again
/// @param address where it will answer, for people
public record JavaProgram(
        String mainClass,
        List<Path> classPath,
        List<String> flags,
        List<String> arguments,
        List<Path> inputs,
        String address) {
    public JavaProgram {
        classPath = List.copyOf(classPath);
        flags = List.copyOf(flags);
        arguments = List.copyOf(arguments);
        inputs = List.copyOf(inputs);
    }

    /// Equal for programs that would run alike.
    String fingerprint() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var said = mainClass + flags + arguments + System.getProperty("java.home");
            digest.update(said.getBytes(StandardCharsets.UTF_8));
            for (var entry : classPath) {
                add(digest, entry);
            }
            for (var input : inputs) {
                digest.update(Files.readAllBytes(input));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The class path as the JVM takes it, with Penstock's own jars and folders as they are now.
    String keptClassPath(Home home, String fingerprint) {
        var folder = JavaPart.programs(home).resolve(fingerprint);
        try {
            PrivateFiles.folder(JavaPart.programs(home));
            PrivateFiles.folder(folder);
            var entries = Stream.<String>builder();
            for (var index = 0; index < classPath.size(); index++) {
                var entry = classPath.get(index);
                entries.add((isOurs(entry) ? keep(entry, folder.resolve(index + "-" + entry.getFileName())) : entry)
                        .toString());
            }
            return entries.build().collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOurs(Path entry) {
        return Files.isDirectory(entry) || entry.getFileName().toString().startsWith("penstock-");
    }

    private static Path keep(Path entry, Path kept) throws IOException {
        if (Files.exists(kept)) {
            return kept;
        }
        var unfinished = kept.resolveSibling("." + kept.getFileName() + ".part");
        PrivateFiles.deleteTree(unfinished);
        try (var files = Files.walk(entry)) {
            for (var file : files.toList()) {
                Files.copy(file, unfinished.resolve(entry.relativize(file).toString()));
            }
        }
        Files.move(unfinished, kept);
        return kept;
    }

    private static void add(MessageDigest digest, Path entry) throws IOException {
        if (!Files.exists(entry)) {
            return;
        }
        try (var files = Files.walk(entry)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                var said = file + ":" + Files.size(file) + ":"
                        + Files.getLastModifiedTime(file).toMillis();
                digest.update(said.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
