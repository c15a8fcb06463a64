package io.penstock.controlplane.gate;

import org.jspecify.annotations.Nullable;

/// What the gate bears; what is not said has its default.
///
/// @param payloadBytes of one result, failure or heartbeat; 64 KiB
/// @param messageBytes of one gRPC message; 4 MiB, as Temporal itself: a result between the two sizes ends its task
///     with a sentence, while the sender of a larger message learns of a broken call only
/// @param callsBeingReadPerCluster whose request has not wholly come, so that memory is bounded; 128
/// @param openPollsPerCluster on this replica; 200
/// @param callsPerSecondPerCluster on this replica, four times as many at once; 2,000
/// @param failedAttemptsPerAddress wrong keys at once, then one more each second; 20
/// @param connections on this replica; 4,000
/// @param connectionsPerAddress on this replica; 256
public record GateLimits(
        @Nullable Integer payloadBytes,
        @Nullable Integer messageBytes,
        @Nullable Integer callsBeingReadPerCluster,
        @Nullable Integer openPollsPerCluster,
        @Nullable Integer callsPerSecondPerCluster,
        @Nullable Integer failedAttemptsPerAddress,
        @Nullable Integer connections,
        @Nullable Integer connectionsPerAddress) {
    public static final GateLimits DEFAULT = new GateLimits(null, null, null, null, null, null, null, null);

    int payload() {
        return payloadBytes == null ? 64 << 10 : payloadBytes;
    }

    int message() {
        return messageBytes == null ? 4 << 20 : messageBytes;
    }

    int reading() {
        return callsBeingReadPerCluster == null ? 128 : callsBeingReadPerCluster;
    }

    int polls() {
        return openPollsPerCluster == null ? 200 : openPollsPerCluster;
    }

    int calls() {
        return callsPerSecondPerCluster == null ? 2_000 : callsPerSecondPerCluster;
    }

    int attempts() {
        return failedAttemptsPerAddress == null ? 20 : failedAttemptsPerAddress;
    }

    int all() {
        return connections == null ? 4_000 : connections;
    }

    int perAddress() {
        return connectionsPerAddress == null ? 256 : connectionsPerAddress;
    }
}
