package io.penstock.controlplane.gate;

import io.grpc.Context;
import io.penstock.controlplane.piped.PipedKeys;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who calls: a process of a piped, by one of its keys, over one connection.
///
/// @param incarnation the process; null when it does not say, and then its death is noticed by heartbeats only
record Caller(
        PipedKeys.Owner owner, String secret, @Nullable UUID incarnation, Connection connection) {
    static final Context.Key<Caller> KEY = Context.key("caller");

    static Caller current() {
        return KEY.get();
    }

    UUID piped() {
        return owner.piped();
    }

    String cluster() {
        return owner.cluster();
    }

    /// What Temporal is told instead of what the worker says of itself.
    String identity() {
        return "piped/" + cluster() + "/" + piped() + "/" + (incarnation == null ? "-" : incarnation);
    }

    @Override
    public String toString() {
        return identity();
    }
}
