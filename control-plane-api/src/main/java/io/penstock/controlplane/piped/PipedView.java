package io.penstock.controlplane.piped;

import io.penstock.controlplane.answer.Millis;
import io.penstock.controlplane.answer.View;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A piped as people see it.
///
/// @param version that its newest process said, null before the first
/// @param replicas its processes that have not gone
/// @param keys those that are good, newest first; what they are is shown once, when they are made
public record PipedView(
        UUID id,
        String cluster,
        String name,
        @Nullable String version,
        Liveness state,
        @Nullable @Millis Instant lastSeen,
        boolean enabled,
        List<Replica> replicas,
        List<Key> keys)
        implements View {
    /// Whether anything of it is connected.
    public enum Liveness {
        ONLINE,
        OFFLINE,
        NEVER_SEEN
    }

    public record Replica(
            UUID incarnation, @Millis Instant since, @Millis Instant lastSeen, String host) implements View {}

    public record Key(UUID id, @Millis Instant createdAt) implements View {}
}
