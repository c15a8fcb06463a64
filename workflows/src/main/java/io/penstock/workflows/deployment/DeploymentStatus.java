package io.penstock.workflows.deployment;

/// Where a deployment stands.
public enum DeploymentStatus {
    PENDING,
    PLANNED,
    RUNNING,
    ROLLING_BACK,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    ROLLBACK_FAILED,
    SUPERSEDED;

    /// Whether nothing more will happen.
    public boolean ended() {
        return switch (this) {
            case PENDING, PLANNED, RUNNING, ROLLING_BACK -> false;
            case SUCCEEDED, FAILED, CANCELLED, ROLLBACK_FAILED, SUPERSEDED -> true;
        };
    }
}
