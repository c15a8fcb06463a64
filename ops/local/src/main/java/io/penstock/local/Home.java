package io.penstock.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder in which Penstock keeps everything on this machine: data, cache and logs, readable by its owner
/// only.
///
/// @param cache built and unpacked tools, by version; may be shared, and is safe to delete when
/// nothing runs
public record Home(Path root, Path cache) {
    public Home {
        root = root.toAbsolutePath().normalize();
        cache = cache.toAbsolutePath().normalize();
    }

    /// A home with a cache of its own.
    public Home(Path root) {
        this(root, root.resolve("cache"));
    }

    /// Another home that shares this one's cache, for tests and benchmarks.
    public Home beside(Path other) {
        return new Home(other, cache);
    }

    /// The home named by `PENSTOCK_HOME`, else `.penstock` in the user's home.
    public static Home fromEnvironment() {
        var named = System.getenv("PENSTOCK_HOME");
        return new Home(
                named == null || named.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".penstock")
                        : Path.of(named));
    }

    /// Makes the folders that are missing and closes all of them to others.
    public Home prepare() {
        PrivateFiles.folder(root);
        PrivateFiles.folder(data());
        PrivateFiles.folder(cache());
        PrivateFiles.folder(logs());
        PrivateFiles.folder(keys());
        return this;
    }

    /// Databases, clusters, keys and the sample repository; what `down --purge` deletes.
    public Path data() {
        return root.resolve("data");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /// Secrets, one file each, mode 0600.
    public Path keys() {
        return data().resolve("keys");
    }

    /// The log of a part.
    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    /// Deletes data and logs and keeps the cache.
    void purge() {
        try {
            PrivateFiles.deleteTree(data());
            PrivateFiles.deleteTree(logs());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether anything was ever kept here.
    public boolean exists() {
        return Files.isDirectory(data());
    }
}
