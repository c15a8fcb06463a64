package io.penstock.controlplane.deployment;

import io.penstock.controlplane.auth.Secrets;
import io.penstock.workflows.deployment.RecordActivities.CommandKind;
import io.penstock.workflows.deployment.RecordActivities.Verdict;
import io.penstock.workflows.deployment.RecordActivities.Verification;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Whether the row behind an update or a signal counts, and for what. It is used up by the first answer that it
/// gives.
final class CommandCheck {
    private final Handle handle;
    private final Verification asked;

    CommandCheck(Handle handle, Verification asked) {
        this.handle = handle;
        this.asked = asked;
    }

    Verdict verdict() {
        var row = find();
        if (row == null) {
            return refused("there is no such command");
        }
        if (row.used()) {
            return Objects.equals(row.usedStage(), stage(row))
                            && row.deployment().equals(asked.deployment().value())
                    ? counted(row)
                    : refused("it is used up");
        }
        var refusal = refusal(row);
        if (refusal != null) {
            handle.createUpdate("UPDATE command SET refusal = :refusal WHERE id = CAST(:id AS uuid)")
                    .bind("refusal", refusal)
                    .bind("id", row.id())
                    .execute();
            return refused(refusal);
        }
        handle.createUpdate("""
                UPDATE command SET used_at = clock_timestamp(), used_stage = :stage, refusal = NULL
                WHERE id = CAST(:id AS uuid)
                """).bind("stage", stage(row)).bind("id", row.id()).execute();
        return counted(row);
    }

    private @Nullable String refusal(Row row) {
        if (!row.deployment().equals(asked.deployment().value())) {
            return "it was written for another deployment";
        }
        if (row.expired()) {
            return "its time is over";
        }
        if (!row.allowed()) {
            return row.by() + " may not do that any more";
        }
        return switch (row.kind()) {
            case CANCEL_WITH_ROLLBACK, CANCEL_WITHOUT_ROLLBACK -> null;
            case APPROVE, REJECT -> decisionRefusal(row);
        };
    }

    private @Nullable String decisionRefusal(Row row) {
        if (asked.stage() == null) {
            return "no stage waits for a decision";
        }
        if (!asked.stage().equals(row.stage())) {
            return "it was written for another stage";
        }
        if (!Objects.equals(asked.planDigest(), row.planDigest())) {
            return "it was written for another plan";
        }
        return row.approver() ? null : row.by() + " is not among the approvers of the stage";
    }

    private Verdict counted(Row row) {
        return new Verdict(null, row.kind(), row.by(), row.reason(), approvals());
    }

    private int approvals() {
        if (asked.stage() == null) {
            return 0;
        }
        return handle.createQuery("""
                SELECT count(DISTINCT principal) FROM command
                WHERE deployment = CAST(:deployment AS uuid) AND kind = 'APPROVE' AND used_at IS NOT NULL
                    AND used_stage = :stage AND plan_digest = :digest
                """)
                .bind("deployment", asked.deployment().value())
                .bind("stage", asked.stage())
                .bind("digest", asked.planDigest())
                .mapTo(Integer.class)
                .one();
    }

    /// The stage that a command is used up for: a cancel means the deployment as a whole.
    private @Nullable Integer stage(Row row) {
        return switch (row.kind()) {
            case APPROVE, REJECT -> asked.stage();
            case CANCEL_WITH_ROLLBACK, CANCEL_WITHOUT_ROLLBACK -> null;
        };
    }

    private static Verdict refused(String why) {
        return new Verdict(why, null, null, null, 0);
    }

    private @Nullable Row find() {
        return handle.createQuery("""
                SELECT command.id, command.deployment, command.kind, command.stage, command.plan_digest,
                    command.principal_name, command.reason, command.used_at IS NOT NULL AS used, command.used_stage,
                    COALESCE(command.expires_at < clock_timestamp(), false) AS expired,
                    EXISTS (SELECT FROM person WHERE command.principal = 'person:' || person.id
                            AND person.disabled_at IS NULL AND person.role IN ('ADMIN', 'EDITOR'))
                        OR EXISTS (SELECT FROM api_key WHERE command.principal = 'key:' || api_key.id
                            AND api_key.disabled_at IS NULL AND api_key.role = 'READ_WRITE') AS allowed,
                    NOT EXISTS (
                        SELECT FROM deployment, jsonb_array_elements(deployment.plan -> 'stages') AS planned
                        WHERE deployment.id = command.deployment
                            AND CAST(planned ->> 'index' AS int) = command.stage
                            AND jsonb_array_length(COALESCE(planned #> '{stage,approvers}', '[]')) > 0
                            AND NOT jsonb_exists(planned #> '{stage,approvers}', command.principal_name)) AS approver
                FROM command
                WHERE command.id = CAST(:id AS uuid) OR command.token_hash = :token
                FOR UPDATE
                """)
                .bind("id", asked.command() == null ? null : asked.command().value())
                .bind("token", asked.token() == null ? null : Secrets.sha256(asked.token()))
                .map((row, _) -> Row.read(row))
                .findOne()
                .orElse(null);
    }

    private record Row(
            String id,
            String deployment,
            CommandKind kind,
            @Nullable Integer stage,
            @Nullable String planDigest,
            String by,
            @Nullable String reason,
            boolean used,
            @Nullable Integer usedStage,
            boolean expired,
            boolean allowed,
            boolean approver) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getString("id"),
                    row.getString("deployment"),
                    CommandKind.valueOf(row.getString("kind")),
                    row.getObject("stage", Integer.class),
                    row.getString("plan_digest"),
                    row.getString("principal_name"),
                    row.getString("reason"),
                    row.getBoolean("used"),
                    row.getObject("used_stage", Integer.class),
                    row.getBoolean("expired"),
                    row.getBoolean("allowed"),
                    row.getBoolean("approver"));
        }
    }
}
