package io.penstock.controlplane.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Enters the first person and the first key that the configuration names, so that somebody can get in.
public final class FirstAccess {
    private static final long LOCK = 7_004_501_001L;

    private FirstAccess() {}

    /// Idempotent, and safe where replicas start together.
    public static void enter(Jdbi jdbi, AuthConfig config) {
        jdbi.useTransaction(handle -> {
            handle.execute("SELECT pg_advisory_xact_lock(?)", LOCK);
            if (config.initialPasswordFile() != null) {
                person(handle, config.firstUser(), config.initialPasswordFile());
            }
            if (config.initialApiKeyFile() != null) {
                key(handle, config.initialApiKeyFile());
            }
        });
    }

    private static void person(Handle handle, String name, Path passwordFile) {
        var people = handle.attach(PeopleDao.class);
        if (people.empty()) {
            var password = secret(passwordFile);
            if (!Passwords.taken(password)) {
                throw new IllegalArgumentException(
                        "auth.initialPasswordFile: … (expected: " + Passwords.EXPECTED + " in " + passwordFile + ")");
            }
            var hash = Passwords.hash(password);
            people.add(new PeopleDao.NewRow(UUID.randomUUID(), PeopleResource.name(name), null, Role.ADMIN, hash));
        }
    }

    private static void key(Handle handle, Path keyFile) {
        var key = secret(keyFile);
        var id = Callers.keyId(key)
                .orElseThrow(() -> new IllegalArgumentException(
                        "auth.initialApiKeyFile: not a key (expected: psk_<id>_<secret> in " + keyFile + ")"));
        handle.attach(ApiKeyDao.class)
                .add(new ApiKeyDao.NewRow(id, "initial", Role.READ_WRITE, "configuration"), Secrets.sha256(key));
    }

    private static String secret(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
