package io.penstock.controlplane.keeping;

import io.dropwizard.lifecycle.Managed;
import io.penstock.controlplane.Rounds;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Clears bulky things that are old, or the oldest when there is too much: logs first, then views, bundles last.
/// What an open deployment needs, and the last good bundles of every application, are never cleared.
///
/// A pass is made of short transactions, of which one replica makes one at a time, and ends after a number of them;
/// the next pass goes on.
public final class Clearing implements Managed {
    private static final Logger log = LoggerFactory.getLogger(Clearing.class);
    private static final Duration PERIOD = Duration.ofMinutes(10);
    private static final int STEPS = 60;
    private static final long LOCK = 7_403_552_120L;

    private final Jdbi jdbi;
    private final KeepConfig keep;
    private final Rounds rounds = new Rounds("clearing", PERIOD, this::clear);
    private volatile boolean stopped;

    public Clearing(Jdbi jdbi, KeepConfig keep) {
        this.jdbi = jdbi;
        this.keep = keep;
    }

    @Override
    public void start() {
        rounds.start();
    }

    @Override
    public void stop() {
        stopped = true;
        rounds.stop();
    }

    private void clear() {
        var cleared = pass();
        if (!cleared.equals(Cleared.NOTHING)) {
            log.info(
                    "cleared the logs of {} deployments, {} views and {} bundles",
                    cleared.logs,
                    cleared.views,
                    cleared.bundles);
        }
    }

    /// How much was cleared.
    record Cleared(int logs, int views, int bundles) {
        static final Cleared NOTHING = new Cleared(0, 0, 0);

        Cleared plus(Cleared other) {
            return new Cleared(logs + other.logs, views + other.views, bundles + other.bundles);
        }
    }

    /// Clears until there is nothing to clear, or the pass has taken its number of steps.
    Cleared pass() {
        var all = Cleared.NOTHING;
        for (var i = 0; i < STEPS && !stopped; i++) {
            var step = jdbi.inTransaction(this::step);
            if (step.equals(Cleared.NOTHING)) {
                return all;
            }
            all = all.plus(step);
        }
        return all;
    }

    private Cleared step(Handle handle) {
        var mine = handle.select("SELECT pg_try_advisory_xact_lock(?)", LOCK)
                .mapTo(Boolean.class)
                .one();
        if (!mine) {
            return Cleared.NOTHING;
        }
        var things = new BulkyThings(handle, keep.good());
        var old =
                new Cleared(things.logs(keep.logAge()), things.views(keep.viewAge()), things.bundles(keep.bundleAge()));
        if (!old.equals(Cleared.NOTHING) || things.bytes() <= keep.bytes()) {
            return old;
        }
        var logs = things.logs(Duration.ZERO);
        if (logs > 0) {
            return new Cleared(logs, 0, 0);
        }
        var views = things.views(Duration.ZERO);
        return views > 0 ? new Cleared(0, views, 0) : new Cleared(0, 0, things.bundles(Duration.ofHours(1)));
    }
}
