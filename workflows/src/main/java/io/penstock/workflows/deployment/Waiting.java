package io.penstock.workflows.deployment;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one way in which a deployment waits: with a cause, since when, and what would unblock it.
final class Waiting {
    private final Journal journal;
    private final Progress progress;

    Waiting(Journal journal, Progress progress) {
        this.journal = journal;
        this.progress = progress;
    }

    /// Waits until `met`, at most for `limit`.
    ///
    /// @param stage the stage that waits, null when the deployment as a whole does
    /// @return whether it was met in time
    boolean until(@Nullable Integer stage, Reason reason, Duration limit, Supplier<Boolean> met) {
        if (met.get()) {
            return true;
        }
        journal.add(new Fact.Waiting(Journal.now(), stage, reason.cause(), reason.unblock()));
        journal.release();
        progress.waiting(reason.cause() + ": " + reason.unblock());
        try {
            return Workflow.await(limit, met);
        } finally {
            journal.add(new Fact.Resumed(Journal.now(), stage));
            progress.resumed();
        }
    }
}
