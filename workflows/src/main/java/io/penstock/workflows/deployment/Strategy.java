package io.penstock.workflows.deployment;

/// How a deployment proceeds.
public enum Strategy {
    QUICK_SYNC,
    PIPELINE
}
