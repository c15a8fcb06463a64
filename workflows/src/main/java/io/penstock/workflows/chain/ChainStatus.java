package io.penstock.workflows.chain;

/// Where a chain stands.
public enum ChainStatus {
    RUNNING,
    SUCCEEDED,
    FAILED,
    /// It was never begun: nothing matched, or it would have come back to itself.
    REFUSED
}
