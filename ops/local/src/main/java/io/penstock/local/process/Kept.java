package io.penstock.local.process;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.penstock.local.Home;
import io.penstock.local.PrivateFiles;
import io.penstock.workflows.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What is remembered of a part that was started and should run until it is stopped.
///
/// @param fingerprint what it was started from; another one means that it must be started again to be up to date
public record Kept(RunningProcess process, String address, String fingerprint) {
    /// What is remembered of a part; empty when it should not run.
    public static Optional<Kept> of(Home home, String part) {
        return Optional.ofNullable(PrivateFiles.read(file(home, part))).map(text -> Json.read(text, Kept.class));
    }

    public void save(Home home, String part) {
        PrivateFiles.folder(folder(home));
        PrivateFiles.write(file(home, part), Json.write(this));
    }

    public static void forget(Home home, String part) {
        try {
            Files.deleteIfExists(file(home, part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @JsonIgnore
    public boolean isAlive() {
        return process.isAlive();
    }

    private static Path file(Home home, String part) {
        return folder(home).resolve(part + ".json");
    }

    private static Path folder(Home home) {
        return home.data().resolve("parts");
    }
}
