package io.penstock.controlplane.application;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An application in the registry, with what holds its repository's watch.
///
/// @param known whether a piped of the cluster has named the repository
record ApplicationRow(
        UUID id,
        String name,
        String project,
        String cluster,
        String platform,
        String repository,
        String path,
        String configFile,
        String labels,
        String description,
        String state,
        String faults,
        String syncState,
        String health,
        @Nullable UUID lastDeployment,
        @Nullable UUID runningDeployment,
        @Nullable UUID goodDeployment,
        boolean known,
        @Nullable String cause,
        @Nullable Instant causeSince,
        Instant createdAt) {
    static final String SELECT = """
            SELECT a.id, a.name, a.project, a.cluster, a.platform, a.repository, a.path, a.config_file, a.labels,
                   a.description, a.state, a.faults, a.sync_state, a.health, a.last_deployment, a.running_deployment,
                   a.good_deployment, r.remote IS NOT NULL AS known, r.cause, r.cause_since,
                   a.created_at
            FROM application a JOIN repository r ON r.cluster = a.cluster AND r.id = a.repository
            WHERE a.deleted_at IS NULL
            """;
}
