package io.penstock.controlplane.reconcile;

import io.dropwizard.lifecycle.Managed;
import io.grpc.Status;
import io.penstock.controlplane.Rounds;
import io.penstock.controlplane.chain.ChainActivitiesImpl;
import io.penstock.controlplane.deployment.Endings;
import io.penstock.controlplane.outbox.Outbox;
import io.penstock.controlplane.reconcile.Workflows.Look;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.chain.ChainActivities.ChainEnd;
import io.penstock.workflows.chain.ChainStatus;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.ChainId;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.id.RepositoryId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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
    private static final Set<Status.Code> AWAY = Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);

    private final Jdbi jdbi;
    private final Workflows workflows;
    private final BooleanSupplier reachable;
    private final Rounds rounds = new Rounds("reconcile", PERIOD, this::look);
    private String cursor = "";
    private int turn;

    public Reconciler(Jdbi jdbi, Workflows workflows, BooleanSupplier reachable) {
        this.jdbi = jdbi;
        this.workflows = workflows;
        this.reachable = reachable;
    }

    @Override
    public void start() {
        rounds.start();
    }

    @Override
    public void stop() {
        rounds.stop();
    }

    private void look() {
        if (reachable.getAsBoolean()) {
            pass();
        }
    }

    /// One look at everything, unless another replica is at it. The lock is the connection's: no transaction is
    /// open while Temporal is asked, and each repair is one of its own.
    void pass() {
        jdbi.useHandle(handle -> {
            if (handle.select("SELECT pg_try_advisory_lock(?)", LOCK)
                    .mapTo(Boolean.class)
                    .one()) {
                try {
                    repair(handle);
                } finally {
                    handle.execute("SELECT pg_advisory_unlock(?)", LOCK);
                }
            }
        });
    }

    private void repair(Handle handle) {
        each(silent(handle), this::settle);
        lanes(handle);
        if (turn++ % SLOW_TURN == 0) {
            each(watches(handle), watched -> watch(handle, watched));
            each(chains(handle), chain -> chain(handle, chain));
            forget(handle);
        }
    }

    /// What one of them throws does not keep the others waiting, unless all of them would throw it: Temporal is
    /// away, or this replica stops.
    private static <T> void each(List<T> found, Consumer<T> repair) {
        for (var one : found) {
            try {
                repair.accept(one);
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted()
                        || AWAY.contains(Status.fromThrowable(e).getCode())) {
                    throw e;
                }
                log.warn("not reconciled: {}: {}", one, e.toString());
                log.debug("not reconciled", e);
            }
        }
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
        handle.createUpdate(Outbox.LANES + """
                WHERE NOT disabled AND deleted_at IS NULL AND id IN (
                        SELECT application FROM deployment WHERE finished_at IS NULL AND number IS NULL
                            AND created_at < clock_timestamp() - interval '30 seconds')
                    AND NOT EXISTS (SELECT FROM deployment busy WHERE busy.application = application.id
                        AND busy.finished_at IS NULL AND busy.number IS NOT NULL)
                    AND NOT EXISTS (SELECT FROM outbox told WHERE told.key = 'lane/' || application.id
                        AND (told.sent_at IS NULL OR told.sent_at > clock_timestamp() - interval '30 seconds'))
                """).execute();
    }

    private static List<Watched> watches(Handle handle) {
        return handle.createQuery("""
                SELECT DISTINCT cluster, repository FROM application WHERE deleted_at IS NULL
                    AND NOT EXISTS (SELECT FROM outbox told WHERE told.sent_at IS NULL
                        AND told.key = 'watch/' || application.cluster || '/' || repository)
                """)
                .map((row, _) -> new Watched(new ClusterName(row.getString(1)), new RepositoryId(row.getString(2))))
                .list();
    }

    private void watch(Handle handle, Watched watched) {
        if (!workflows.open(TemporalNames.watch(watched.cluster(), watched.repository()), null)) {
            Outbox.watch(handle, watched.cluster(), watched.repository());
        }
    }

    private static List<ChainId> chains(Handle handle) {
        return handle.createQuery("""
                SELECT id FROM chain WHERE status = 'RUNNING'
                    AND created_at < clock_timestamp() - interval '60 seconds'
                    AND NOT EXISTS (SELECT FROM outbox told WHERE told.sent_at IS NULL AND told.key = 'chain/' || id)
                """)
                .map((row, _) -> new ChainId(row.getString(1)))
                .list();
    }

    private void chain(Handle handle, ChainId chain) {
        if (!workflows.open(TemporalNames.chain(chain), null)) {
            var end = new ChainEnd(chain, ChainStatus.FAILED, "its workflow ended without a last word");
            handle.useTransaction(_ -> ChainActivitiesImpl.finish(handle, end));
        }
    }

    private static void forget(Handle handle) {
        handle.execute("DELETE FROM outbox WHERE sent_at < clock_timestamp() - interval '1 hour'");
    }

    private record Silent(
            DeploymentId deployment,
            ApplicationId application,
            @Nullable String runId,
            @Nullable String lane) {}

    private record Watched(ClusterName cluster, RepositoryId repository) {}
}
