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
/// @param begun whether it has been seen at work since it was started
public record Kept(RunningProcess process, String address, String fingerprint, boolean begun) {
    public Kept(RunningProcess process, String address, String fingerprint) {
        this(process, address, fingerprint, false);
    }

    /// What is remembered of a part; empty when it should not run.
    public static Optional<Kept> of(Home home, String part) {
        return Optional.ofNullable(PrivateFiles.read(file(home, part))).map(text -> Json.read(text, Kept.class));
    }

    public void save(Home home, String part) {
        PrivateFiles.folder(folder(home));
        PrivateFiles.write(file(home, part), Json.write(this));
    }

    /// From now on a part that does not answer is one in trouble, not one that is starting.
    public static void begun(Home home, String part) {
        of(home, part)
                .filter(kept -> !kept.begun)
                .ifPresent(kept -> new Kept(kept.process, kept.address, kept.fingerprint, true).save(home, part));
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
