package io.penstock.workflows.config;

/// How bad a fault is.
public enum Severity {
    /// PipeCD refuses it too, or its meaning is lost.
    ERROR,
    /// PipeCD ignores it, and so does Penstock.
    WARNING
}
