package io.penstock.local;

import java.nio.file.Path;

/// One thing that runs in the local stack and can be started, looked at and stopped alone.
public interface Part {
    String name();

    PartKind kind();

    /// How it is now; never starts or repairs anything, and answers within about a second.
    PartStatus status();

    /// Ends it, gracefully within a bound, then by force; nothing happens when it does not run.
    void stop();

    /// The log that tells most about it.
    Path log();
}
