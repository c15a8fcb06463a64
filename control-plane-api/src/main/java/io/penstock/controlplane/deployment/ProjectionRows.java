package io.penstock.controlplane.deployment;

import io.penstock.controlplane.outbox.Outbox;
import io.penstock.workflows.Json;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.id.DeploymentId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Writes a projection into the rows that the console reads, and what follows when a deployment ends.
final class ProjectionRows {
    private ProjectionRows() {}

    static void write(Handle handle, DeploymentId deployment, Journal journal) {
        var projection = journal.fold();
        var columns = columns(projection);
        columns.put("id", deployment.value());
        columns.put("ordinal", journal.ordinal());
        handle.createUpdate("""
                UPDATE deployment SET
                    status = :status, status_reason = :statusReason, strategy = :strategy,
                    strategy_reason = :strategyReason, summary = :summary, plan = CAST(:plan AS jsonb),
                    plan_digest = :planDigest, commit = COALESCE(:commit, commit),
                    commit_message = COALESCE(:message, commit_message),
                    commit_author = COALESCE(:author, commit_author),
                    commit_time = COALESCE(CAST(:time AS timestamptz), commit_time), bundle = :bundle,
                    content_digest = :contentDigest, workflow_id = :workflowId, run_id = :runId,
                    run_ordinal = :ordinal, waiting = CAST(:waiting AS jsonb),
                    started_at = CAST(:startedAt AS timestamptz), finished_at = CAST(:finishedAt AS timestamptz),
                    last_fact_at = clock_timestamp()
                WHERE id = CAST(:id AS uuid);
                DELETE FROM stage WHERE deployment = CAST(:id AS uuid) AND index NOT IN (
                    SELECT index FROM jsonb_to_recordset(CAST(:stages AS jsonb)) AS kept(index int));
                INSERT INTO stage AS shown (deployment, index, id, name, description, rollback, status, status_reason,
                    attempts, started_at, finished_at, waiting)
                SELECT CAST(:id AS uuid), index, id, name, description, rollback, status, "statusReason", attempts,
                    "startedAt", "finishedAt", waiting
                FROM jsonb_to_recordset(CAST(:stages AS jsonb)) AS folded(index int, id text, name text,
                    description text, rollback boolean, status text, "statusReason" text, attempts int,
                    "startedAt" timestamptz, "finishedAt" timestamptz, waiting jsonb)
                ON CONFLICT (deployment, index) DO UPDATE SET
                    id = excluded.id, name = excluded.name, description = excluded.description,
                    rollback = excluded.rollback, status = excluded.status, status_reason = excluded.status_reason,
                    attempts = excluded.attempts, started_at = excluded.started_at,
                    finished_at = excluded.finished_at, waiting = excluded.waiting,
                    progress = CASE WHEN excluded.finished_at IS NULL THEN shown.progress END
                WHERE (shown.id, shown.name, shown.status, shown.status_reason, shown.attempts, shown.started_at,
                        shown.finished_at, shown.waiting)
                    IS DISTINCT FROM (excluded.id, excluded.name, excluded.status, excluded.status_reason,
                        excluded.attempts, excluded.started_at, excluded.finished_at, excluded.waiting)
                """).bindMap(columns).execute();
        if (projection.status().ended() != journal.endedBefore()) {
            if (projection.status().ended()) {
                close(handle, deployment, projection.status());
            } else {
                reopen(handle, deployment);
            }
        }
    }

    private static Map<String, Object> columns(DeploymentProjection projection) {
        var columns = new HashMap<String, Object>();
        var planned = projection.planned();
        columns.put("status", projection.status().name());
        columns.put("statusReason", projection.statusReason());
        columns.put(
                "strategy", planned == null ? null : planned.plan().strategy().name());
        columns.put("strategyReason", planned == null ? null : planned.plan().reason());
        columns.put("summary", planned == null ? null : planned.summary());
        columns.put("plan", planned == null ? null : Json.write(planned.plan()));
        columns.put("planDigest", planned == null ? null : planned.plan().digest());
        columns.put("commit", planned == null ? null : planned.commit().hash().value());
        columns.put("message", planned == null ? null : planned.commit().message());
        columns.put("author", planned == null ? null : planned.commit().author());
        columns.put("time", planned == null ? null : planned.commit().time().toString());
        columns.put("bundle", planned == null ? null : planned.bundle().value());
        columns.put("contentDigest", planned == null ? null : planned.contentDigest());
        columns.put("workflowId", projection.workflowId());
        columns.put("runId", projection.runId());
        columns.put("waiting", Json.write(projection.waiting()));
        columns.put("startedAt", text(projection.startedAt()));
        columns.put("finishedAt", text(projection.finishedAt()));
        columns.put("stages", Json.write(projection.stages()));
        return columns;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /// The application is free, its chains are told, and its lane looks again where something waits behind. What a
    /// person went back to is in sync with Git only where nothing else was deployed since. Where
    /// not even a commit was found out, the watch looks again: what it needs may have been pushed meanwhile.
    static void close(Handle handle, DeploymentId deployment, DeploymentStatus status) {
        handle.createUpdate("""
                UPDATE application SET
                    running_deployment = NULLIF(running_deployment, CAST(:id AS uuid)),
                    last_deployment = CAST(:id AS uuid),
                    good_deployment = CASE WHEN :succeeded THEN CAST(:id AS uuid) ELSE good_deployment END,
                    sync_state = CASE WHEN :succeeded AND (SELECT ended.trigger_kind <> 'ROLLBACK'
                            OR ended.commit IS NOT DISTINCT FROM (
                                SELECT newest.commit FROM deployment newest
                                WHERE newest.application = ended.application AND newest.trigger_kind <> 'ROLLBACK'
                                    AND newest.commit IS NOT NULL
                                ORDER BY newest.number DESC NULLS LAST LIMIT 1)
                            FROM deployment ended WHERE ended.id = CAST(:id AS uuid))
                        THEN 'SYNCED' ELSE 'OUT_OF_SYNC' END
                WHERE id = (SELECT application FROM deployment WHERE id = CAST(:id AS uuid));
                """ + Outbox.CHAIN_NODES + """
                WHERE deployment = CAST(:id AS uuid);
                INSERT INTO outbox (kind, key, content)
                SELECT 'WATCH', 'watch/' || cluster || '/' || repository,
                    jsonb_build_object('cluster', cluster, 'repository', repository)
                FROM application WHERE id = (
                    SELECT application FROM deployment
                    WHERE id = CAST(:id AS uuid) AND status = 'FAILED' AND commit IS NULL);
                """ + Outbox.LANES + """
                WHERE id = (SELECT application FROM deployment WHERE id = CAST(:id AS uuid)) AND EXISTS (
                    SELECT FROM deployment open WHERE open.application = application.id
                        AND open.finished_at IS NULL AND open.number IS NULL)
                """)
                .bind("id", deployment.value())
                .bind("succeeded", status == DeploymentStatus.SUCCEEDED)
                .execute();
    }

    private static void reopen(Handle handle, DeploymentId deployment) {
        handle.createUpdate("""
                UPDATE application SET running_deployment = CAST(:id AS uuid), sync_state = 'DEPLOYING',
                    good_deployment = CASE WHEN good_deployment = CAST(:id AS uuid) THEN (
                            SELECT id FROM deployment earlier
                            WHERE earlier.application = application.id AND earlier.status = 'SUCCEEDED'
                                AND earlier.id <> CAST(:id AS uuid)
                            ORDER BY number DESC LIMIT 1)
                        ELSE good_deployment END
                WHERE id = (SELECT application FROM deployment WHERE id = CAST(:id AS uuid))
                """).bind("id", deployment.value()).execute();
    }
}
