package io.penstock.workflows.deployment;

/// What made an intent.
public enum TriggerKind {
    /// The branch moved and touched the application.
    COMMIT,
    /// The application was registered, enabled again or its configuration became valid.
    REGISTRATION,
    /// A person or program asked.
    COMMAND,
    /// The cluster no longer holds what was deployed.
    OUT_OF_SYNC,
    /// A chain reached the application.
    CHAIN,
    /// Somebody went back to an earlier deployment.
    ROLLBACK
}
