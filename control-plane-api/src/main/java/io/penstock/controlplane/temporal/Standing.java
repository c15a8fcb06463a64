package io.penstock.controlplane.temporal;

import io.grpc.Status;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How we stand with Temporal, as the last poll showed; says so once per change.
final class Standing implements Consumer<Status> {
    private static final Logger log = LoggerFactory.getLogger(Standing.class);

    private final AtomicReference<Status.Code> last = new AtomicReference<>(Status.Code.OK);

    @Override
    public void accept(Status status) {
        var before = last.getAndSet(status.getCode());
        if (before == status.getCode()) {
            return;
        }
        if (status.isOk()) {
            log.info("Temporal answers again");
        } else {
            log.warn("Temporal does not answer ({}); it is tried again by itself", status.getCode());
        }
    }
}
