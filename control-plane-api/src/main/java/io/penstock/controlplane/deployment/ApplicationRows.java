package io.penstock.controlplane.deployment;

import io.penstock.workflows.Json;
import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.id.ApplicationId;
import org.jdbi.v3.core.Handle;

/// What a rendering tells about its application.
final class ApplicationRows {
    private ApplicationRows() {}

    /// The application is described by this configuration, which has no faults.
    static void configured(Handle handle, ApplicationId application, ApplicationConfig config) {
        handle.createUpdate("""
                UPDATE application SET config = CAST(:config AS jsonb), labels = CAST(:labels AS jsonb),
                    description = :description, platform = :platform, faults = '[]', observed_at = clock_timestamp(),
                    state = CASE WHEN disabled THEN 'DISABLED' ELSE 'ACTIVE' END
                WHERE id = CAST(:id AS uuid)
                """)
                .bind("id", application.value())
                .bind("config", Json.write(config))
                .bind("labels", Json.write(config.labels()))
                .bind("description", config.description())
                .bind("platform", config.platform().name())
                .execute();
    }
}
