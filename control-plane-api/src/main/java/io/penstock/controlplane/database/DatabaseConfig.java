package io.penstock.controlplane.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where PostgreSQL is and who we are there.
///
/// @param password for trying things out; `passwordFile` is for everything else
/// @param connections how many connections each of the two pools may hold, 10 unless said
public record DatabaseConfig(
        String url,
        String user,
        @Nullable String password,
        @Nullable Path passwordFile,
        @Nullable Integer connections) {
    String secret() {
        if (passwordFile == null) {
            return password == null ? "" : password;
        }
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return user + " at " + url;
    }
}
