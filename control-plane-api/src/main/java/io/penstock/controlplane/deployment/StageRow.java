package io.penstock.controlplane.deployment;

import io.penstock.workflows.deployment.StageStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A stage of a deployment.
///
/// @param waiting what the workflow waits for, as JSON
/// @param progress why the piped's activity does not move, as JSON
public record StageRow(
        UUID deployment,
        int index,
        String id,
        String name,
        String description,
        boolean rollback,
        StageStatus status,
        @Nullable String statusReason,
        int attempts,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String waiting,
        @Nullable String progress) {
    /// The stage that a person means: by id, by place, or by name where only one has it.
    public static Optional<StageRow> find(List<StageRow> stages, String reference) {
        var exact = stages.stream()
                .filter(stage -> stage.id.equals(reference)
                        || Integer.toString(stage.index).equals(reference))
                .findFirst();
        if (exact.isPresent()) {
            return exact;
        }
        var named = stages.stream()
                .filter(stage -> stage.name.equalsIgnoreCase(reference))
                .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }
}
