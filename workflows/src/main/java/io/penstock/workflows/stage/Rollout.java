package io.penstock.workflows.stage;

import java.time.Duration;

/// A stage that changes workloads and ends when they are available.
public interface Rollout {
    boolean waitForReady();

    Duration readyTimeout();

    Duration failFastAfter();

    /// The three options together.
    default Readiness readiness() {
        return new Readiness(waitForReady(), readyTimeout(), failFastAfter());
    }
}
