package io.penstock.controlplane.approval;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/// Writes commands about a running deployment, and reads what decides whether they may be written.
interface DecisionDao {
    /// @param claimed whether its lane has begun it
    record OpenRow(
            UUID id,
            UUID application,
            String applicationName,
            String status,
            boolean ended,
            boolean claimed,
            @Nullable String planDigest) {}

    record CommandRow(
            UUID id,
            UUID deployment,
            String kind,
            @Nullable Integer stage,
            @Nullable String planDigest,
            String principal,
            String principalName,
            @Nullable String reason,
            @Nullable Instant expiresAt) {}

    @SqlQuery("""
            SELECT d.id, d.application, a.name AS application_name, d.status, d.finished_at IS NOT NULL AS ended,
                   d.claimed_at IS NOT NULL AS claimed, d.plan_digest
            FROM deployment d JOIN application a ON a.id = d.application
            WHERE d.id = :id FOR NO KEY UPDATE OF d
            """)
    @RegisterConstructorMapper(OpenRow.class)
    Optional<OpenRow> deployment(UUID id);

    @SqlQuery("""
            SELECT jsonb_array_elements_text(planned -> 'stage' -> 'approvers')
            FROM deployment d, jsonb_array_elements(d.plan -> 'stages') AS planned
            WHERE d.id = :id AND (planned ->> 'index')::int = :stage
              AND jsonb_typeof(planned -> 'stage' -> 'approvers') = 'array'
            """)
    List<String> approvers(UUID id, int stage);

    /// Whether the person approved this stage and plan since it began, however that stands.
    @SqlQuery("""
            SELECT EXISTS (
                SELECT FROM command JOIN stage ON (stage.deployment, stage.index) = (command.deployment, command.stage)
                WHERE command.deployment = :deployment AND kind = 'APPROVE' AND command.stage = :stage
                    AND plan_digest IS NOT DISTINCT FROM :planDigest AND principal = :principal
                    AND token_hash IS NULL AND refusal IS NULL AND command.created_at >= stage.started_at)
            """)
    boolean approved(@BindMethods CommandRow row);

    @SqlUpdate("""
            INSERT INTO command (id, deployment, kind, stage, plan_digest, principal, principal_name, reason,
                                 token_hash, expires_at)
            VALUES (:id, :deployment, :kind, :stage, :planDigest, :principal, :principalName, :reason,
                    :tokenHash, :expiresAt)
            """)
    void write(@BindMethods CommandRow row, byte @Nullable [] tokenHash);

    /// Which workflow runs the deployment, for who signals by hand.
    @SqlQuery("SELECT workflow_id FROM deployment WHERE id = :id AND workflow_id IS NOT NULL")
    Optional<String> workflow(UUID id);
}
