package io.penstock.controlplane.piped;

import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Registers pipeds for tests, straight in the tables.
public final class TestPipeds {
    private TestPipeds() {}

    public record Registered(UUID piped, String cluster, UUID key, String secret) {}

    public static Registered register(Jdbi database, String cluster) {
        var piped = UUID.randomUUID();
        database.useTransaction(handle -> {
            handle.execute("INSERT INTO cluster (name) VALUES (?) ON CONFLICT DO NOTHING", cluster);
            handle.execute("INSERT INTO piped (id, cluster, name) VALUES (?, ?, 'piped')", piped, cluster);
        });
        return key(database, piped, cluster);
    }

    /// One more key of a piped.
    public static Registered key(Jdbi database, UUID piped, String cluster) {
        var key = UUID.randomUUID();
        var secret = PipedKeys.generate();
        database.useHandle(handle -> handle.execute(
                "INSERT INTO piped_key (id, piped, hash) VALUES (?, ?, ?)", key, piped, PipedKeys.hash(secret)));
        return new Registered(piped, cluster, key, secret);
    }

    /// A process of the piped, as if it had said hello.
    public static void greeted(Jdbi database, Registered registered, UUID incarnation) {
        database.useHandle(handle -> handle.execute(
                "INSERT INTO piped_replica (incarnation, piped, host, version) VALUES (?, ?, 'host', '0')",
                incarnation,
                registered.piped()));
    }

    public static void revoke(Jdbi database, Registered registered) {
        database.useHandle(
                handle -> handle.execute("UPDATE piped_key SET disabled_at = now() WHERE id = ?", registered.key()));
    }

    public static void disable(Jdbi database, Registered registered) {
        database.useHandle(
                handle -> handle.execute("UPDATE piped SET disabled_at = now() WHERE id = ?", registered.piped()));
    }
}
