package io.penstock.controlplane.auth;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// Sessions and keys as a request presents them.
interface AccessDao {
    record SessionRow(UUID person, String name, Role role, Instant expiresAt) {}

    /// Compared by its hash alone, in constant time, and never as a record.
    @SuppressWarnings("ArrayRecordComponent")
    record KeyRow(String id, String name, Role role, byte[] hash) {}

    record SignInRow(UUID id, String name, Role role, String passwordHash) {}

    @SqlQuery("""
            SELECT p.id AS person, p.name, p.role, s.expires_at
            FROM session s JOIN person p ON p.id = s.person
            WHERE s.hash = :hash AND s.expires_at > now() AND p.disabled_at IS NULL
            """)
    @RegisterConstructorMapper(SessionRow.class)
    Optional<SessionRow> session(byte[] hash);

    @SqlQuery("SELECT id, name, role, hash FROM api_key WHERE id = :id AND disabled_at IS NULL")
    @RegisterConstructorMapper(KeyRow.class)
    Optional<KeyRow> key(String id);

    @SqlUpdate("""
            UPDATE api_key SET last_used_at = now()
            WHERE id = :id AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
            """)
    void used(String id);

    @SqlQuery("SELECT id, name, role, password_hash FROM person WHERE name = :name AND disabled_at IS NULL")
    @RegisterConstructorMapper(SignInRow.class)
    Optional<SignInRow> signIn(String name);

    @SqlUpdate("INSERT INTO session (hash, person, expires_at) VALUES (:hash, :person, :expiresAt)")
    void open(byte[] hash, UUID person, Instant expiresAt);

    @SqlUpdate("DELETE FROM session WHERE hash = :hash")
    int close(byte[] hash);

    @SqlUpdate("DELETE FROM session WHERE expires_at < now()")
    void forgetSessions();

    @SqlUpdate("DELETE FROM idempotency WHERE created_at < now() - interval '1 day'")
    void forgetAnswers();
}
