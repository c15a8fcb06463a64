package io.penstock.controlplane.auth;

import io.penstock.controlplane.answer.Millis;
import io.penstock.controlplane.answer.View;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/// The people of the installation.
interface PeopleDao {
    record PersonView(
            UUID id,
            String name,
            @Nullable String email,
            Role role,
            @Millis Instant createdAt,
            @Millis @Nullable Instant disabledAt)
            implements View {}

    record NewRow(UUID id, String name, @Nullable String email, Role role, String passwordHash) {}

    @SqlQuery("SELECT id, name, email, role, created_at, disabled_at FROM person ORDER BY name")
    @RegisterConstructorMapper(PersonView.class)
    List<PersonView> all();

    @SqlQuery("""
            SELECT id, name, email, role, created_at, disabled_at FROM person
            WHERE id::text = :idOrName OR name = :idOrName ORDER BY id::text = :idOrName DESC LIMIT 1
            """)
    @RegisterConstructorMapper(PersonView.class)
    Optional<PersonView> find(String idOrName);

    /// Whether a key that works is called so: approvers are named, and nobody may pass for another.
    @SqlQuery("SELECT EXISTS (SELECT 1 FROM api_key WHERE name = :name AND disabled_at IS NULL)")
    boolean isKey(String name);

    @SqlUpdate("""
            INSERT INTO person (id, name, email, role, password_hash)
            VALUES (:id, :name, :email, :role, :passwordHash) ON CONFLICT (name) DO NOTHING
            """)
    int add(@BindMethods NewRow row);

    @SqlUpdate("UPDATE person SET disabled_at = COALESCE(disabled_at, now()) WHERE id = :id")
    void disable(UUID id);

    @SqlUpdate("DELETE FROM session WHERE person = :id")
    void signOut(UUID id);

    @SqlQuery("SELECT count(*) FROM person WHERE role = 'ADMIN' AND disabled_at IS NULL AND id <> :id")
    int otherAdmins(UUID id);

    @SqlQuery("SELECT NOT EXISTS (SELECT 1 FROM person)")
    boolean empty();
}
