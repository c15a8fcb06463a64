package io.penstock.controlplane.deployment;

import io.penstock.controlplane.outbox.Outbox;
import io.penstock.workflows.Json;
import io.penstock.workflows.id.DeploymentId;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The one place where intents are written.
public final class Intents {
    private Intents() {}

    /// Writes the intents and lets their lanes know, all by one statement. An intent that is written already,
    /// or whose application is deleted, is left out.
    ///
    /// @return those that are new
    public static List<DeploymentId> create(Handle handle, Collection<Intent> intents) {
        if (intents.isEmpty()) {
            return List.of();
        }
        return handle.createQuery("""
                WITH wish AS (
                    SELECT * FROM jsonb_to_recordset(CAST(:intents AS jsonb)) AS wish(
                        id uuid, application uuid, kind text, by text, reason text, asked text, commit text,
                        view jsonb, pinned boolean, chain uuid, block int, target uuid)
                ), written AS (
                    INSERT INTO deployment (id, application, cluster, trigger_kind, trigger_by, trigger_reason,
                        asked_strategy, commit, commit_message, commit_author, commit_time, pinned, chain, chain_block,
                        target)
                    SELECT wish.id, application.id, application.cluster, kind, by, reason, asked, commit,
                        view ->> 'message', view ->> 'author', CAST(view ->> 'time' AS timestamptz), pinned, chain,
                        block, target
                    FROM wish JOIN application ON application.id = wish.application AND deleted_at IS NULL
                    ON CONFLICT (id) DO NOTHING
                    RETURNING id, application, commit
                ), marked AS (
                    UPDATE application SET last_commit = written.commit
                    FROM written WHERE application.id = written.application AND written.commit IS NOT NULL
                ), sent AS (
                """ + Outbox.LANES + """
                    WHERE id IN (SELECT application FROM written)
                )
                SELECT id FROM written
                """)
                .bind("intents", Json.write(intents))
                .map((row, _) -> new DeploymentId(row.getString(1)))
                .list();
    }
}
