package io.penstock.local.temporal;

import io.penstock.local.Part;
import io.penstock.local.PartKind;
import io.penstock.local.Progress;

/// The Temporal server that the control plane of the local stack uses.
public sealed interface Temporal extends Part
        permits DevelopmentTemporal, PostgresTemporal, RemoteTemporal, TestTemporal {
    String NAME = "temporal";
    String NAMESPACE = "penstock";

    /// Its gRPC address, `host:port`.
    String address();

    /// The address of its UI, empty where it has none.
    String ui();

    /// What this server lacks, as lines for the banner; empty when nothing.
    default String lack() {
        return "";
    }

    /// Starts or adopts it; namespace and search attributes are set up by the control plane.
    void start(Progress progress);

    @Override
    default String name() {
        return NAME;
    }

    @Override
    default PartKind kind() {
        return PartKind.TEMPORAL;
    }
}
