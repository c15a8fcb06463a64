package io.penstock.controlplane.application;

import io.penstock.controlplane.answer.View;
import io.penstock.controlplane.error.Refusal;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.id.CommitId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/// The registry's statements with fixed text.
interface ApplicationDao {

    record NewRow(UUID id, String name, String cluster, String repository, String path, String configFile) {}

    /// An application file that nobody registered.
    record SuggestionView(String cluster, String repository, String path, String configFile, String name, String kind)
            implements View {}

    /// A deployment that somebody wants to go back to.
    ///
    /// @param kept whether its bundle is still there
    record TargetRow(
            UUID id,
            DeploymentStatus status,
            @Nullable String commit,
            @Nullable String message,
            boolean kept) {
        /// What people recognise it by: the beginning of its commit's hash and message.
        String title() {
            var hash = commit == null ? "deployment " + id : new CommitId(commit).brief();
            var subject = message == null ? "" : message.lines().findFirst().orElse("");
            return subject.isEmpty() ? hash : hash + " “" + subject + "”";
        }

        void refuse() {
            if (status != DeploymentStatus.SUCCEEDED || commit == null) {
                throw new Refusal.Conflict(
                        "Deployment " + id + " is " + status + " (expected: one that is SUCCEEDED, to go back to).");
            }
            if (!kept) {
                throw new Refusal.Conflict("What deployment " + id
                        + " brought is no longer kept. Revert in Git, and what is there is rendered again.");
            }
        }
    }

    @SqlQuery("""
            SELECT d.id, d.status, d.commit, d.commit_message AS message,
                   EXISTS (SELECT FROM bulk.bundle b WHERE b.cluster = d.cluster AND b.id = d.bundle) AS kept
            FROM deployment d WHERE d.application = :application AND d.id = :deployment
            """)
    @RegisterConstructorMapper(TargetRow.class)
    Optional<TargetRow> target(UUID application, UUID deployment);

    @SqlQuery(ApplicationRow.SELECT + " AND a.id = :id")
    @RegisterConstructorMapper(ApplicationRow.class)
    Optional<ApplicationRow> find(UUID id);

    @SqlQuery("""
            SELECT id FROM application
            WHERE deleted_at IS NULL AND name = :name AND (CAST(:cluster AS text) IS NULL OR cluster = :cluster)
            ORDER BY cluster
            """)
    List<UUID> named(String name, @Nullable String cluster);

    @SqlQuery("SELECT name || '@' || cluster FROM application WHERE deleted_at IS NULL ORDER BY name, cluster")
    List<String> names();

    @SqlQuery("SELECT config FROM application WHERE id = :id AND config IS NOT NULL")
    Optional<String> config(UUID id);

    @SqlQuery("SELECT EXISTS (SELECT 1 FROM cluster WHERE name = :cluster)")
    boolean clusterExists(String cluster);

    @SqlUpdate("INSERT INTO repository (cluster, id) VALUES (:cluster, :repository) ON CONFLICT DO NOTHING")
    void expectRepository(String cluster, String repository);

    @SqlUpdate("""
            INSERT INTO application (id, name, cluster, repository, path, config_file)
            VALUES (:id, :name, :cluster, :repository, :path, :configFile) ON CONFLICT DO NOTHING
            """)
    int add(@BindMethods NewRow row);

    /// Brings the application back that was deleted last at this place, with its number and its history: the objects
    /// in the cluster are its own. None where another has the place or the name now.
    @SqlQuery("""
            UPDATE application SET deleted_at = NULL, disabled = false, name = :name, state = 'ACTIVE', faults = '[]',
                config = NULL, observed_at = NULL, sync_state = 'UNKNOWN'
            WHERE id = (
                    SELECT id FROM application
                    WHERE (cluster, repository, path, config_file) = (:cluster, :repository, :path, :configFile)
                    ORDER BY deleted_at DESC NULLS FIRST LIMIT 1)
                AND deleted_at IS NOT NULL
                AND NOT EXISTS (
                    SELECT FROM application other
                    WHERE other.deleted_at IS NULL AND other.cluster = :cluster AND other.name = :name)
            RETURNING id
            """)
    Optional<UUID> bringBack(@BindMethods NewRow row);

    @SqlQuery("""
            SELECT id FROM application
            WHERE deleted_at IS NULL AND cluster = :cluster
              AND (name = :name OR (repository = :repository AND path = :path AND config_file = :configFile))
            LIMIT 1
            """)
    Optional<UUID> inTheWay(@BindMethods NewRow row);

    @SqlUpdate("UPDATE cluster SET registration_revision = registration_revision + 1 WHERE name = :cluster")
    void registrationsChanged(String cluster);

    @SqlUpdate("""
            UPDATE application SET disabled = :disabled,
                state = CASE WHEN :disabled THEN 'DISABLED'
                             WHEN config IS NULL AND faults <> '[]' THEN 'INVALID_CONFIG' ELSE 'ACTIVE' END
            WHERE id = :id AND deleted_at IS NULL AND disabled <> :disabled
            """)
    int disabled(UUID id, boolean disabled);

    /// Takes the row's lock, for which a lane that claims waits as well.
    @SqlQuery("SELECT id FROM application WHERE id = :id FOR UPDATE")
    Optional<UUID> lock(UUID id);

    @SqlUpdate("UPDATE application SET deleted_at = now() WHERE id = :id AND deleted_at IS NULL")
    int delete(UUID id);

    @SqlUpdate("""
            DELETE FROM suggestion
            WHERE cluster = :cluster AND repository = :repository AND path = :path AND config_file = :configFile
            """)
    void dropSuggestion(@BindMethods NewRow row);

    /// Files that nobody registered, but those whose name another application of the cluster has.
    @SqlQuery("""
            SELECT s.cluster, s.repository, s.path, s.config_file, s.name, s.kind FROM suggestion s
            WHERE NOT EXISTS (
                SELECT 1 FROM application a
                WHERE a.deleted_at IS NULL AND a.cluster = s.cluster AND (a.name = s.name
                    OR (a.repository = s.repository AND a.path = s.path AND a.config_file = s.config_file)))
              AND (CAST(:cluster AS text) IS NULL OR s.cluster = :cluster)
            ORDER BY s.cluster, s.repository, s.path, s.config_file LIMIT 500
            """)
    @RegisterConstructorMapper(SuggestionView.class)
    List<SuggestionView> suggestions(@Nullable String cluster);
}
