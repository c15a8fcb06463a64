package io.penstock.controlplane.application;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.penstock.controlplane.answer.Millis;
import io.penstock.controlplane.answer.View;
import io.penstock.controlplane.deployment.DeploymentView;
import io.penstock.controlplane.deployment.DeploymentView.WaitingView;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An application for people and programs.
///
/// @param labels text by name
/// @param state ACTIVE, DISABLED or INVALID_CONFIG
/// @param syncState SYNCED, OUT_OF_SYNC, DEPLOYING or UNKNOWN
/// @param health HEALTHY, PROGRESSING, UNHEALTHY or UNKNOWN
/// @param faults what is wrong with its configuration at the head, each with line and column
/// @param config its configuration at the head as it was read; null in lists and before it was read
/// @param waiting why its repository is not watched or nobody would see, null when it is
/// @param lastDeployment the newest that has ended
/// @param goodDeployment the id of the newest that succeeded: what runs now
public record ApplicationView(
        UUID id,
        String name,
        String project,
        String cluster,
        String platform,
        String repository,
        String path,
        String configFile,
        Map<String, String> labels,
        String description,
        String state,
        String syncState,
        String health,
        @JsonRawValue String faults,
        @JsonRawValue @Nullable String config,
        @Nullable WaitingView waiting,
        @Nullable DeploymentView lastDeployment,
        @Nullable DeploymentView runningDeployment,
        @Nullable UUID goodDeployment,
        @Millis Instant createdAt)
        implements View {}
