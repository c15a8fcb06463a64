package io.penstock.controlplane;

import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does one thing again and again, on a virtual thread and with a pause before each time. What it throws is logged,
/// and the next round comes all the same.
public final class Rounds implements Managed {
    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    private final String name;
    private final Duration pause;
    private final Runnable round;
    private volatile boolean stopped;
    private @Nullable Thread thread;
    private String fault = "";

    public Rounds(String name, Duration pause, Runnable round) {
        this.name = name;
        this.pause = pause;
        this.round = round;
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /// No round begins any more, and one that is under way is interrupted.
    @Override
    public void stop() {
        stopped = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        while (!stopped) {
            try {
                Thread.sleep(pause);
                round.run();
                fault = "";
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                tell(e);
            }
        }
    }

    /// The stack once, while it is the same fault.
    private void tell(RuntimeException e) {
        if (stopped) {
            log.debug("{} was interrupted", name, e);
        } else if (e.toString().equals(fault)) {
            log.warn("{} failed again: {}", name, fault);
        } else {
            fault = e.toString();
            log.warn("{} failed and goes on in {} s", name, pause.toSeconds(), e);
        }
    }
}
