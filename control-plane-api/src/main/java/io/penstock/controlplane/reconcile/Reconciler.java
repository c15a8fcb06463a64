package io.penstock.controlplane.reconcile;

import io.dropwizard.lifecycle.Managed;
import io.penstock.controlplane.deployment.Endings;
import io.penstock.controlplane.outbox.Outbox;
import io.penstock.controlplane.reconcile.Workflows.Look;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.ChainId;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.id.RepositoryId;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every ten seconds, on one replica, at what seems to run and says nothing, and repairs what the
/// database shows.
public final class Reconciler implements Managed {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int AT_ONCE = 50;
    private static final int SLOW_TURN = 6;
    private static final long LOCK = 7_403_552_119L;

    private final Jdbi jdbi;
    private final Workflows workflows;
    private final BooleanSupplier reachable;
    private volatile boolean stopped;
    private @Nullable Thread loop;
    private String cursor = "";
    private int turn;

    public Reconciler(Jdbi jdbi, Workflows workflows, BooleanSupplier reachable) {
        this.jdbi = jdbi;
        this.workflows = workflows;
        this.reachable = reachable;
    }

    @Override
    public void start() {
        loop = Thread.ofVirtual().name("reconcile").start(this::run);
    }

    @Override
    public void stop() {
        stopped = true;
        if (loop != null) {
            loop.interrupt();
        }
    }

    private void run() {
        while (!stopped) {
            try {
                Thread.sleep(PERIOD);
                if (reachable.getAsBoolean()) {
                    pass();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.warn("nothing could be reconciled: {}", e.getMessage());
            }
        }
    }

    /// One look at everything, unless another replica is at it.
    void pass() {
        jdbi.useTransaction(handle -> {
            if (handle.select("SELECT pg_try_advisory_xact_lock(?)", LOCK)
                    .mapTo(Boolean.class)
                    .one()) {
                silent(handle).forEach(this::settle);
                lanes(handle);
                if (turn++ % SLOW_TURN == 0) {
                    watches(handle);
                    chains(handle);
                    forget(handle);
                }
            }
        });
    }

    private List<Silent> silent(Handle handle) {
        var found = handle.createQuery("""
                SELECT id, application, run_id, CAST(claimed_by AS text) FROM deployment
                WHERE finished_at IS NULL AND number IS NOT NULL
                    AND last_fact_at < clock_timestamp() - interval '60 seconds' AND CAST(id AS text) > :cursor
                ORDER BY CAST(id AS text) LIMIT :limit
                """)
                .bind("cursor", cursor)
                .bind("limit", AT_ONCE)
                .map((row, _) -> new Silent(
                        new DeploymentId(row.getString(1)),
                        new ApplicationId(row.getString(2)),
                        row.getString(3),
                        row.getString(4)))
                .list();
        cursor = found.size() < AT_ONCE ? "" : found.getLast().deployment().value();
        return found;
    }

    private void settle(Silent silent) {
        var look = workflows.deployment(silent.application(), silent.deployment(), silent.runId());
        switch (look) {
            case Look.Open _ -> {}
            case Look.Closed closed -> end(silent, closed.status(), closed.reason());
            case Look.Unknown _ -> {
                if (silent.runId() != null) {
                    end(silent, DeploymentStatus.FAILED, "outcome unknown: Temporal no longer knows its workflow");
                } else if (!workflows.open(TemporalNames.lane(silent.application()), silent.lane())) {
                    end(silent, DeploymentStatus.FAILED, "its lane ended before the deployment began");
                }
            }
        }
    }

    private void end(Silent silent, DeploymentStatus status, String reason) {
        log.info("deployment {} ended without a last word: {}", silent.deployment(), reason);
        Endings.record(jdbi, silent.deployment(), status, reason);
    }

    /// Intents that wait and whose lane was not told lately.
    private static void lanes(Handle handle) {
        handle.createUpdate("""
                INSERT INTO outbox (kind, key, content)
                SELECT 'LANE', 'lane/' || id,
                    jsonb_build_object('application', id, 'project', project, 'name', name, 'cluster', cluster)
                FROM application WHERE NOT disabled AND deleted_at IS NULL AND id IN (
                        SELECT application FROM deployment WHERE finished_at IS NULL AND number IS NULL
                            AND created_at < clock_timestamp() - interval '30 seconds')
                    AND NOT EXISTS (SELECT FROM deployment busy WHERE busy.application = application.id
                        AND busy.finished_at IS NULL AND busy.number IS NOT NULL)
                    AND NOT EXISTS (SELECT FROM outbox told WHERE told.key = 'lane/' || application.id
                        AND (told.sent_at IS NULL OR told.sent_at > clock_timestamp() - interval '30 seconds'))
                """).execute();
    }

    private void watches(Handle handle) {
        var repositories = handle.createQuery("""
                SELECT DISTINCT cluster, repository FROM application WHERE deleted_at IS NULL
                    AND NOT EXISTS (SELECT FROM outbox told WHERE told.sent_at IS NULL
                        AND told.key = 'watch/' || application.cluster || '/' || repository)
                """)
                .map((row, _) -> new Watched(new ClusterName(row.getString(1)), new RepositoryId(row.getString(2))))
                .list();
        for (var watched : repositories) {
            if (!workflows.open(TemporalNames.watch(watched.cluster(), watched.repository()), null)) {
                Outbox.watch(handle, watched.cluster(), watched.repository());
            }
        }
    }

    private void chains(Handle handle) {
        var running = handle.createQuery("""
                SELECT id FROM chain WHERE status = 'RUNNING'
                    AND created_at < clock_timestamp() - interval '60 seconds'
                    AND NOT EXISTS (SELECT FROM outbox told WHERE told.sent_at IS NULL AND told.key = 'chain/' || id)
                """)
                .map((row, _) -> new ChainId(row.getString(1)))
                .list();
        for (var chain : running) {
            if (!workflows.open(TemporalNames.chain(chain), null)) {
                handle.createUpdate("""
                        UPDATE chain SET status = 'FAILED', finished_at = clock_timestamp(),
                            status_reason = 'its workflow ended without a last word'
                        WHERE id = CAST(:id AS uuid) AND finished_at IS NULL
                        """).bind("id", chain.value()).execute();
            }
        }
    }

    private static void forget(Handle handle) {
        handle.execute("DELETE FROM outbox WHERE sent_at < clock_timestamp() - interval '1 hour'");
        handle.execute("DELETE FROM idempotency WHERE created_at < now() - interval '1 day'");
        handle.execute("DELETE FROM session WHERE expires_at < now()");
    }

    private record Silent(
            DeploymentId deployment,
            ApplicationId application,
            @Nullable String runId,
            @Nullable String lane) {}

    private record Watched(ClusterName cluster, RepositoryId repository) {}
}
