package io.penstock.controlplane.deployment;

import io.penstock.controlplane.deployment.DeploymentView.DecisionRow;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/// Reads deployments and what belongs to them.
interface DeploymentDao {
    /// An intent's way to Temporal that has not been gone yet.
    record UnsentRow(
            String key, Instant createdAt, @Nullable String lastError) {}

    record FactRow(long id, String runId, int sequence, Instant recordedAt, boolean withdrawn, String content) {}

    record LogRow(long id, int stage, int attempt, long line, Instant at, String text) {}

    @SqlQuery(DeploymentRow.SELECT + " WHERE d.id = :id")
    @RegisterConstructorMapper(DeploymentRow.class)
    Optional<DeploymentRow> find(UUID id);

    @SqlQuery(DeploymentRow.SELECT + " WHERE d.id = ANY(:ids) ORDER BY d.created_at DESC, d.id DESC")
    @RegisterConstructorMapper(DeploymentRow.class)
    List<DeploymentRow> all(Collection<UUID> ids);

    @SqlQuery("""
            SELECT deployment, index, id, name, description, rollback, status, status_reason, attempts, started_at,
                   finished_at, waiting, progress
            FROM stage WHERE deployment = ANY(:deployments) ORDER BY deployment, index
            """)
    @RegisterConstructorMapper(StageRow.class)
    List<StageRow> stages(Collection<UUID> deployments);

    @SqlQuery("""
            SELECT c.id, c.deployment, c.kind, c.stage, c.principal_name, c.reason, c.created_at, c.used_at, c.refusal,
                   (SELECT o.last_error FROM outbox o
                    WHERE c.used_at IS NULL AND o.sent_at IS NULL AND o.key = 'command/' || c.id LIMIT 1)
                   AS unsent_error
            FROM command c
            WHERE c.deployment = ANY(:deployments) AND (c.token_hash IS NULL OR c.used_at IS NOT NULL)
            ORDER BY c.created_at
            """)
    @RegisterConstructorMapper(DecisionRow.class)
    List<DecisionRow> decisions(Collection<UUID> deployments);

    @SqlQuery("""
            SELECT key, min(created_at) AS created_at, max(last_error) AS last_error FROM outbox
            WHERE sent_at IS NULL AND kind = 'LANE' AND key = ANY(:keys) GROUP BY key
            """)
    @RegisterConstructorMapper(UnsentRow.class)
    List<UnsentRow> unsentLanes(Collection<String> keys);

    @SqlQuery("""
            SELECT p.cluster, max(COALESCE(r.gone_at, r.last_seen, p.last_seen)) AS since
            FROM piped p LEFT JOIN piped_replica r ON r.piped = p.id
            WHERE p.cluster = ANY(:clusters)
            GROUP BY p.cluster HAVING count(r.incarnation) FILTER (
                WHERE r.gone_at IS NULL AND r.last_seen > clock_timestamp() - interval '10 seconds') = 0
            """)
    @RegisterConstructorMapper(Deployments.Unserved.class)
    List<Deployments.Unserved> unserved(Collection<String> clusters);

    @SqlQuery("""
            SELECT id, run_id, sequence, recorded_at, withdrawn, content FROM fact
            WHERE deployment = :deployment AND id > :after ORDER BY id LIMIT :limit
            """)
    @RegisterConstructorMapper(FactRow.class)
    List<FactRow> facts(UUID deployment, long after, int limit);

    @SqlQuery("SELECT content FROM bulk.view WHERE cluster = :cluster AND id = :id")
    Optional<String> view(String cluster, String id);

    /// The newest deployment that had succeeded with this bundle by then.
    @SqlQuery("""
            SELECT id FROM deployment
            WHERE application = :application AND bundle = :bundle AND status = 'SUCCEEDED' AND created_at < :before
            ORDER BY created_at DESC, id DESC LIMIT 1
            """)
    Optional<UUID> succeeded(UUID application, String bundle, Instant before);

    @SqlQuery("""
            SELECT id, stage, attempt, line, at, text FROM bulk.stage_log
            WHERE deployment = :deployment AND id > :after AND (:stage = -1 OR stage = :stage) ORDER BY id LIMIT :limit
            """)
    @RegisterConstructorMapper(LogRow.class)
    List<LogRow> log(UUID deployment, int stage, long after, int limit);
}
