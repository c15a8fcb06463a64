package io.penstock.workflows.deployment;

/// Where a stage stands.
public enum StageStatus {
    NOT_STARTED,
    RUNNING,
    WAITING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    SKIPPED
}
