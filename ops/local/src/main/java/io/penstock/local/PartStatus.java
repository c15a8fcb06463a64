package io.penstock.local;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// One line of `status`.
///
/// @param address where it answers, empty when unknown
/// @param pid the process that leads the part, null where none runs
/// @param memoryBytes resident memory of all its processes, what they share counted once; 0 where none runs
/// @param message for a dead part the last line of its log; else what it waits for, or empty
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PartStatus(
        String name,
        PartKind kind,
        PartState state,
        String address,
        @Nullable Long pid,
        @Nullable Instant since,
        long memoryBytes,
        String message) {
    public PartStatus {
        since = since == null ? null : since.truncatedTo(ChronoUnit.MILLIS);
    }

    /// A part that need not run.
    public static PartStatus stopped(String name, PartKind kind) {
        return new PartStatus(name, kind, PartState.STOPPED, "", null, null, 0, "");
    }
}
