package io.penstock.benchmark.arena;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When what happened to a deployment, by the control plane's database.
///
/// @param uploaded its change set; null where no change set brought it
/// @param created its intent was recorded
/// @param relayed Temporal took the outbox row that leads to its lane
/// @param started by the workflow's clock, as is `ended`
/// @param recorded its last fact stood in the database
public record DeploymentTimes(
        String id,
        String application,
        String applicationId,
        Runs runs,
        String status,
        @Nullable String statusReason,
        @Nullable Instant uploaded,
        Instant created,
        @Nullable Instant relayed,
        @Nullable Instant claimed,
        Instant started,
        @Nullable Instant planned,
        Instant ended,
        Instant recorded) {
    /// Its workflow's and its lane's runs.
    public record Runs(String deployment, String lane) {}

    /// Itself, when it ended well.
    DeploymentTimes succeeded() {
        if (!status.equals("SUCCEEDED")) {
            throw new IllegalStateException(application + ": " + status + ", " + statusReason);
        }
        return this;
    }
}
