package io.penstock.piped;

import io.grpc.Status;
import io.penstock.workflows.poll.PatientPolls;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the piped stands with the gate, as its last poll showed; says so once per change.
final class GateStanding implements Consumer<Status> {
    private static final Logger log = LoggerFactory.getLogger(GateStanding.class);

    private volatile State state = State.UNKNOWN;

    enum State {
        UNKNOWN,
        OPEN,
        AWAY,
        REFUSED
    }

    State state() {
        return state;
    }

    /// How a poll ended.
    @Override
    public void accept(Status status) {
        if (status.isOk()) {
            if (change(State.OPEN)) {
                log.info("the gate is open");
            }
        } else {
            failed(status);
        }
    }

    private void failed(Status status) {
        var now = PatientPolls.refusal(status) ? State.REFUSED : State.AWAY;
        if (!change(now)) {
            return;
        }
        if (now == State.REFUSED) {
            log.error(
                    "the gate refuses this piped's key ({}); it may have been revoked: register the piped again or"
                            + " rotate its key. It is tried again every 30 s",
                    status.getCode());
        } else {
            log.warn("the gate is away ({}); it is tried again by itself", status.getCode());
        }
    }

    private synchronized boolean change(State now) {
        var changed = state != now;
        state = now;
        return changed;
    }
}
