package io.penstock.controlplane.auth;

import io.penstock.controlplane.answer.Millis;
import io.penstock.controlplane.answer.View;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/// Keys of programs. The key itself is never here.
interface ApiKeyDao {
    record ApiKeyView(
            String id,
            String name,
            Role role,
            String createdBy,
            @Millis Instant createdAt,
            @Millis @Nullable Instant lastUsedAt,
            @Millis @Nullable Instant disabledAt)
            implements View {}

    record NewRow(String id, String name, Role role, String createdBy) {}

    @SqlQuery("""
            SELECT id, name, role, created_by, created_at, last_used_at, disabled_at
            FROM api_key ORDER BY created_at DESC, id
            """)
    @RegisterConstructorMapper(ApiKeyView.class)
    List<ApiKeyView> all();

    @SqlQuery("""
            SELECT id, name, role, created_by, created_at, last_used_at, disabled_at FROM api_key WHERE id = :id
            """)
    @RegisterConstructorMapper(ApiKeyView.class)
    Optional<ApiKeyView> find(String id);

    /// Whether a person is called so: approvers are named, and a key must not pass for one of them.
    @SqlQuery("SELECT EXISTS (SELECT 1 FROM person WHERE name = :name)")
    boolean isPerson(String name);

    @SqlUpdate("""
            INSERT INTO api_key (id, name, role, hash, created_by)
            VALUES (:id, :name, :role, :hash, :createdBy) ON CONFLICT (id) DO NOTHING
            """)
    int add(@BindMethods NewRow row, byte[] hash);

    @SqlUpdate("UPDATE api_key SET disabled_at = COALESCE(disabled_at, now()) WHERE id = :id")
    int disable(String id);
}
