package io.penstock.controlplane;

import io.dropwizard.lifecycle.Managed;
import io.penstock.controlplane.database.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.component.LifeCycle;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The order in which the parts begin: the schema first, as soon as PostgreSQL can be reached, then everything that
/// needs it. The web ports do not wait.
public final class Launch implements Managed {
    private static final Logger log = LoggerFactory.getLogger(Launch.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Database database;
    private final List<Managed> parts = new ArrayList<>();
    private final List<Managed> begun = new ArrayList<>();
    private volatile @Nullable String fault = "the schema is not up to date yet";
    private volatile boolean stopped;

    Launch(Database database) {
        this.database = database;
    }

    /// Starts the part after the schema is up to date, in the order of these calls, and stops it in reverse.
    public void then(Managed part) {
        parts.add(part);
    }

    /// Why not everything has begun, null when it has.
    @Nullable
    String fault() {
        return fault;
    }

    @Override
    public void start() {
        Thread.ofVirtual().name("launch").start(this::launch);
    }

    @Override
    public void stop() {
        stopped = true;
        synchronized (begun) {
            for (var part : begun.reversed()) {
                stop(part);
            }
            begun.clear();
        }
    }

    /// Stops the parts when the web server begins to stop: it waits for open event streams, and those end with the part
    /// behind them.
    LifeCycle.Listener beforeTheServer() {
        return new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle server) {
                stop();
            }
        };
    }

    /// What one part throws keeps no other from stopping.
    private static void stop(Managed part) {
        try {
            part.stop();
        } catch (Exception e) {
            log.warn("{} did not stop", part.getClass().getSimpleName(), e);
        }
    }

    private void launch() {
        while (!stopped && fault != null) {
            try {
                database.migrate();
                begin();
                fault = null;
            } catch (FlywayException e) {
                wait("waiting for PostgreSQL: " + sentence(e));
            } catch (Exception e) {
                log.error("a part did not begin", e);
                wait("a part did not begin: " + e);
            }
        }
    }

    private void begin() throws Exception {
        synchronized (begun) {
            for (var part : parts) {
                if (!stopped && !begun.contains(part)) {
                    part.start();
                    begun.add(part);
                }
            }
        }
    }

    private void wait(String cause) {
        if (!cause.equals(fault)) {
            log.warn(cause);
        }
        fault = cause;
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String sentence(FlywayException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
