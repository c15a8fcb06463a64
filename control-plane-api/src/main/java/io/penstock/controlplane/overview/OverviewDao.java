package io.penstock.controlplane.overview;

import io.penstock.controlplane.overview.OverviewView.CellView;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/// Reads what the first page shows.
interface OverviewDao {
    /// @param approvers names of those who may decide, as a JSON list; empty means whoever may write
    record ApprovalRow(UUID deployment, String stage, String approvers) {}

    @SqlQuery("""
            SELECT d.id AS deployment, s.id AS stage,
                   COALESCE((SELECT planned -> 'stage' -> 'approvers'
                             FROM jsonb_array_elements(d.plan -> 'stages') AS planned
                             WHERE (planned ->> 'index')::int = s.index), '[]') AS approvers
            FROM deployment d JOIN stage s ON s.deployment = d.id
            WHERE d.finished_at IS NULL AND s.status = 'WAITING' AND s.name = 'WAIT_APPROVAL'
            ORDER BY d.created_at LIMIT 50
            """)
    @RegisterConstructorMapper(ApprovalRow.class)
    List<ApprovalRow> approvals();

    @SqlQuery("""
            SELECT d.id FROM application a JOIN deployment d ON d.id = a.last_deployment
            WHERE a.deleted_at IS NULL AND a.running_deployment IS NULL AND d.status IN ('FAILED', 'ROLLBACK_FAILED')
              AND d.finished_at > now() - interval '7 days'
            ORDER BY d.finished_at DESC LIMIT 50
            """)
    List<UUID> failures();

    /// @param fault the first of its faults, null where none is kept
    record FaultyRow(
            UUID id,
            String name,
            String cluster,
            int faults,
            @Nullable String fault,
            @Nullable Instant since) {}

    @SqlQuery("""
            SELECT id, name, cluster, jsonb_array_length(faults) AS faults, faults #>> '{0,message}' AS fault,
                   observed_at AS since
            FROM application WHERE deleted_at IS NULL AND state = 'INVALID_CONFIG'
            ORDER BY observed_at DESC NULLS LAST, name LIMIT 50
            """)
    @RegisterConstructorMapper(FaultyRow.class)
    List<FaultyRow> faulty();

    record BrokenChainRow(
            UUID id,
            String name,
            String cluster,
            @Nullable String reason,
            @Nullable Instant since) {}

    /// Chains that are the newest of their application and ended early, where no failed deployment of `failures` says
    /// so already.
    @SqlQuery("""
            SELECT c.id, a.name, a.cluster, c.status_reason AS reason, c.finished_at AS since
            FROM chain c JOIN application a ON a.id = c.application
            WHERE a.deleted_at IS NULL AND c.status IN ('FAILED', 'REFUSED')
              AND c.finished_at > now() - interval '7 days'
              AND NOT EXISTS (SELECT FROM chain newer WHERE newer.application = c.application
                              AND (newer.created_at, newer.id) > (c.created_at, c.id))
              AND NOT EXISTS (SELECT FROM chain_node n WHERE n.chain = c.id AND n.deployment = ANY(:failures))
            ORDER BY c.finished_at DESC LIMIT 50
            """)
    @RegisterConstructorMapper(BrokenChainRow.class)
    List<BrokenChainRow> brokenChains(Collection<UUID> failures);

    @SqlQuery("""
            SELECT id FROM deployment
            WHERE finished_at IS NULL AND created_at < now() - interval '2 minutes'
            ORDER BY created_at LIMIT 100
            """)
    List<UUID> openLong();

    @SqlQuery("""
            SELECT a.name AS application, a.id AS application_id, a.cluster, a.state,
                   CASE WHEN a.running_deployment IS NULL THEN a.sync_state ELSE 'DEPLOYING' END AS sync_state,
                   a.health, d.id AS deployment_id, d.status,
                   d.finished_at IS NULL AND EXISTS (
                       SELECT FROM stage s
                       WHERE s.deployment = d.id AND s.status = 'WAITING' AND s.name = 'WAIT_APPROVAL') AS approval
            FROM application a LEFT JOIN deployment d ON d.id = COALESCE(a.running_deployment, a.last_deployment)
            WHERE a.deleted_at IS NULL ORDER BY a.name, a.id LIMIT :limit
            """)
    @RegisterConstructorMapper(CellView.class)
    List<CellView> cells(int limit);

    /// Clusters with applications.
    @SqlQuery("SELECT DISTINCT cluster FROM application WHERE deleted_at IS NULL ORDER BY cluster")
    List<String> used();

    @SqlQuery("SELECT name FROM cluster ORDER BY name")
    List<String> clusters();
}
