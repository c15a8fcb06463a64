package io.penstock.controlplane.overview;

import io.penstock.controlplane.overview.OverviewView.CellView;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

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

    @SqlQuery("""
            SELECT id FROM deployment
            WHERE finished_at IS NULL AND created_at < now() - interval '2 minutes'
            ORDER BY created_at LIMIT 100
            """)
    List<UUID> openLong();

    @SqlQuery("""
            SELECT a.name AS application, a.id AS application_id, a.cluster, a.state,
                   CASE WHEN a.running_deployment IS NULL THEN a.sync_state ELSE 'DEPLOYING' END AS sync_state,
                   a.health, d.id AS deployment_id, d.status
            FROM application a LEFT JOIN deployment d ON d.id = COALESCE(a.running_deployment, a.last_deployment)
            WHERE a.deleted_at IS NULL ORDER BY a.name, a.id LIMIT :limit
            """)
    @RegisterConstructorMapper(CellView.class)
    List<CellView> cells(int limit);

    @SqlQuery("SELECT name FROM cluster ORDER BY name")
    List<String> clusters();
}
