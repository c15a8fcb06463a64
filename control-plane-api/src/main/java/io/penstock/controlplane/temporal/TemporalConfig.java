package io.penstock.controlplane.temporal;

import io.penstock.workflows.TemporalNames;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where Temporal is.
///
/// @param address `host:port` of the frontend
/// @param namespace `penstock` unless said
/// @param retentionDays how long closed workflows are kept, 14 unless said; never lowered
/// @param tls null speaks plain text
/// @param takeOverUnseen true lets a new build begin although it cannot replay what is open; false unless said
public record TemporalConfig(
        String address,
        @Nullable String namespace,
        @Nullable Integer retentionDays,
        @Nullable Tls tls,
        @Nullable Boolean takeOverUnseen) {
    /// What Temporal's frontend is shown, and what it must show.
    ///
    /// @param authorityFile certificates that its own must lead to; null trusts the machine's
    /// @param serverName the name that its certificate must carry, null takes the address's
    public record Tls(
            Path certificateFile,
            Path keyFile,
            @Nullable Path authorityFile,
            @Nullable String serverName) {}

    public String namespaceName() {
        return namespace == null ? TemporalNames.NAMESPACE : namespace;
    }

    boolean unseen() {
        return Boolean.TRUE.equals(takeOverUnseen);
    }

    int retention() {
        return retentionDays == null ? 14 : retentionDays;
    }
}
