package io.penstock.controlplane.gate;

import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Where incarnations are connected, as the gates of all control-plane replicas tell each other by `piped_replica`.
final class Presence {
    private final Jdbi database;
    private final UUID gate = UUID.randomUUID();

    Presence(Jdbi database) {
        this.database = database;
    }

    /// These are connected here now.
    void connected(Collection<Incarnations.Id> incarnations) {
        if (incarnations.isEmpty()) {
            return;
        }
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE piped_replica r SET last_seen = clock_timestamp(), gone_at = NULL, gate = :gate
                        FROM unnest(:pipeds, :incarnations) AS c(piped, incarnation)
                        WHERE r.incarnation = c.incarnation AND r.piped = c.piped""")
                .bind("gate", gate)
                .bindArray(
                        "pipeds",
                        UUID.class,
                        incarnations.stream().map(Incarnations.Id::piped).toArray())
                .bindArray(
                        "incarnations",
                        UUID.class,
                        incarnations.stream().map(Incarnations.Id::incarnation).toArray())
                .execute());
    }

    /// Whether another replica's gate has seen it within the last four seconds, and after this one did.
    boolean elsewhere(Incarnations.Id id) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM piped_replica
                        WHERE incarnation = :incarnation AND piped = :piped AND gate IS DISTINCT FROM :gate
                          AND gone_at IS NULL AND last_seen > clock_timestamp() - interval '4 seconds'""")
                        .bind("incarnation", id.incarnation())
                        .bind("piped", id.piped())
                        .bind("gate", gate)
                        .mapTo(Integer.class)
                        .one()
                > 0);
    }

    /// It was last connected here, and is no more.
    void gone(Incarnations.Id id) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE piped_replica SET gone_at = clock_timestamp()
                        WHERE incarnation = :incarnation AND piped = :piped AND gate = :gate""")
                .bind("incarnation", id.incarnation())
                .bind("piped", id.piped())
                .bind("gate", gate)
                .execute());
    }
}
