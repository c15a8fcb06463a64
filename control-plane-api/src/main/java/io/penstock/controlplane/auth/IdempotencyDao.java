package io.penstock.controlplane.auth;

import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/// Writes that carried an `Idempotency-Key`, and what was answered.
interface IdempotencyDao {
    /// One write of one caller.
    record Place(String principal, String route, String key) {}

    /// @param sameBody whether it was the same that was written then
    record Kept(
            boolean sameBody,
            @Nullable Integer status,
            @Nullable String response) {}

    @SqlUpdate("""
            INSERT INTO idempotency (principal, route, key, body_hash)
            VALUES (:principal, :route, :key, :bodyHash) ON CONFLICT DO NOTHING
            """)
    int begin(@BindMethods Place place, byte[] bodyHash);

    @SqlQuery("""
            SELECT body_hash = :bodyHash AS same_body, status, response FROM idempotency
            WHERE principal = :principal AND route = :route AND key = :key
            """)
    @RegisterConstructorMapper(Kept.class)
    Optional<Kept> kept(@BindMethods Place place, byte[] bodyHash);

    @SqlUpdate("""
            UPDATE idempotency SET status = :status, response = :response
            WHERE principal = :principal AND route = :route AND key = :key
            """)
    void end(@BindMethods Place place, int status, @Nullable String response);

    @SqlUpdate("DELETE FROM idempotency WHERE principal = :principal AND route = :route AND key = :key")
    void forget(@BindMethods Place place);
}
