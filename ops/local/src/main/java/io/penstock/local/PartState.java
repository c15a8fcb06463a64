package io.penstock.local;

/// How a part of the local stack is: `DEAD` should run and does not, `STOPPED` need not run.
public enum PartState {
    RUNNING,
    STARTING,
    STOPPED,
    DEAD
}
