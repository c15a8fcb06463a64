package io.penstock.workflows.deployment;

import io.penstock.workflows.id.CommitId;
import java.time.Instant;

/// What people recognise a commit by.
///
/// @param message its first 500 characters
/// @param author name and address as the commit says, `Ada <ada@example.com>`
public record CommitView(CommitId hash, String message, String author, Instant time) {}
