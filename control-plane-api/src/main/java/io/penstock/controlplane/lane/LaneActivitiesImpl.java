package io.penstock.controlplane.lane;

import io.penstock.controlplane.deployment.Endings;
import io.penstock.workflows.deployment.DeploymentInput;
import io.penstock.workflows.deployment.DeploymentInput.Running;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.deployment.Strategy;
import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.ChainId;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.id.RepositoryId;
import io.penstock.workflows.lane.Claims;
import io.penstock.workflows.lane.LaneActivities;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Claims intents, one application at a time: the application's row is locked meanwhile.
public final class LaneActivitiesImpl implements LaneActivities {
    private static final Claim NOTHING = new Claim(null, null, 0);

    private final Jdbi jdbi;

    public LaneActivitiesImpl(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return jdbi.inTransaction(handle -> claim(handle, request));
    }

    @Override
    public void lost(Lost lost) {
        Endings.record(jdbi, lost.deployment(), DeploymentStatus.FAILED, lost.reason());
    }

    private static Claim claim(Handle handle, ClaimRequest request) {
        var disabled = handle.createQuery(
                        "SELECT disabled OR deleted_at IS NOT NULL FROM application WHERE id = CAST(:id AS uuid) FOR UPDATE")
                .bind("id", request.application().value())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(true);
        var open = open(handle, request.application());
        var pending = open.stream().filter(row -> row.claimedBy() == null).toList();
        for (var row : open) {
            if (request.laneRunId().equals(row.claimedBy())) {
                return new Claim(input(handle, row.id()), null, disabled ? 0 : pending.size());
            }
        }
        for (var row : open) {
            if (row.claimedBy() != null) {
                return new Claim(null, row.id(), disabled ? 0 : pending.size());
            }
        }
        if (disabled) {
            return NOTHING;
        }
        var choice = Claims.choose(pending.stream()
                .map(row -> new Claims.Open(row.id(), row.kind(), row.pinned()))
                .toList());
        var next = choice.next();
        if (next != null && !take(handle, request, next)) {
            return claim(handle, request);
        }
        supersede(handle, choice.superseded());
        return next == null ? NOTHING : new Claim(input(handle, next), null, choice.left());
    }

    private static List<Row> open(Handle handle, ApplicationId application) {
        return handle.createQuery("""
                SELECT id, trigger_kind, pinned, claimed_by FROM deployment
                WHERE application = CAST(:id AS uuid) AND finished_at IS NULL
                ORDER BY created_at, id
                """)
                .bind("id", application.value())
                .map((row, _) -> new Row(
                        new DeploymentId(row.getString(1)),
                        TriggerKind.valueOf(row.getString(2)),
                        row.getBoolean(3),
                        row.getString(4)))
                .list();
    }

    private static void supersede(Handle handle, Map<DeploymentId, String> superseded) {
        superseded.forEach((deployment, reason) -> handle.createUpdate("""
                UPDATE deployment SET status = 'SUPERSEDED', status_reason = :reason, finished_at = clock_timestamp()
                WHERE id = CAST(:id AS uuid) AND finished_at IS NULL
                """)
                .bind("id", deployment.value())
                .bind("reason", reason)
                .execute());
    }

    /// False when it was cancelled since it was read.
    private static boolean take(Handle handle, ClaimRequest request, DeploymentId next) {
        return handle.createUpdate("""
                WITH taken AS (
                    UPDATE deployment SET number = application.last_number + 1, claimed_by = :lane,
                        claimed_at = clock_timestamp(), last_fact_at = clock_timestamp()
                    FROM application
                    WHERE deployment.id = CAST(:id AS uuid) AND deployment.finished_at IS NULL
                        AND application.id = deployment.application
                    RETURNING deployment.id, deployment.number)
                UPDATE application SET last_number = taken.number, running_deployment = taken.id,
                    sync_state = 'DEPLOYING'
                FROM taken WHERE application.id = CAST(:application AS uuid)
                """)
                        .bind("id", next.value())
                        .bind("application", request.application().value())
                        .bind("lane", request.laneRunId())
                        .execute()
                == 1;
    }

    private static DeploymentInput input(Handle handle, DeploymentId deployment) {
        return handle.createQuery("""
                SELECT deployment.id, deployment.application, application.name, application.project,
                    application.cluster, application.repository, application.path, application.config_file,
                    deployment.number, installation.restore_epoch, deployment.commit, deployment.trigger_kind,
                    deployment.asked_strategy, deployment.trigger_by, good.id AS good, good.commit AS good_commit,
                    good.bundle AS good_bundle, deployment.chain, target.bundle AS stored
                FROM deployment JOIN application ON application.id = deployment.application
                    CROSS JOIN installation
                    LEFT JOIN deployment target ON target.id = deployment.target
                    LEFT JOIN deployment good ON good.id = application.good_deployment AND good.bundle IS NOT NULL
                WHERE deployment.id = CAST(:id AS uuid)
                """)
                .bind("id", deployment.value())
                .map((row, _) -> read(row))
                .one();
    }

    private static DeploymentInput read(ResultSet row) throws SQLException {
        var commit = row.getString("commit");
        var asked = row.getString("asked_strategy");
        var chain = row.getString("chain");
        var stored = row.getString("stored");
        return new DeploymentInput(
                new DeploymentId(row.getString("id")),
                new ApplicationId(row.getString("application")),
                row.getString("name"),
                row.getString("project"),
                new ClusterName(row.getString("cluster")),
                new RepositoryId(row.getString("repository")),
                row.getString("path"),
                row.getString("config_file"),
                row.getLong("number"),
                row.getLong("restore_epoch"),
                commit == null ? null : new CommitId(commit),
                TriggerKind.valueOf(row.getString("trigger_kind")),
                asked == null ? null : Strategy.valueOf(asked),
                row.getString("trigger_by"),
                running(row),
                chain == null ? null : new ChainId(chain),
                stored == null ? null : new BlobId(stored));
    }

    private static @Nullable Running running(ResultSet row) throws SQLException {
        var good = row.getString("good");
        return good == null
                ? null
                : new Running(
                        new DeploymentId(good),
                        new CommitId(Objects.requireNonNull(row.getString("good_commit"))),
                        new BlobId(row.getString("good_bundle")));
    }

    private record Row(
            DeploymentId id,
            TriggerKind kind,
            boolean pinned,
            @Nullable String claimedBy) {}
}
