package io.penstock.workflows.deployment;

/// Why nothing moves, and what would change that; both are for people.
public record Reason(String cause, String unblock) {}
