package io.penstock.workflows.stage;

import java.time.Duration;

/// How long a rollout waits for the workloads it changed.
public record Readiness(boolean waitForReady, Duration readyTimeout, Duration failFastAfter) {
    public static final Readiness DEFAULT = new Readiness(true, Duration.ofMinutes(10), Duration.ofSeconds(60));
}
