package io.penstock.local.cluster;

import io.penstock.local.Part;
import io.penstock.local.PartKind;
import io.penstock.local.Progress;
import java.nio.file.Path;

/// A Kubernetes cluster that a piped of the local stack serves.
public sealed interface Cluster extends Part permits KwokCluster, OwnCluster {
    /// The cluster's name, which is also its part's name after `cluster-`.
    String cluster();

    /// The kubeconfig that leads to it, mode 0600.
    Path kubeconfig();

    /// Makes it available: creates, starts or adopts it.
    void start(Progress progress);

    @Override
    default String name() {
        return "cluster-" + cluster();
    }

    @Override
    default PartKind kind() {
        return PartKind.CLUSTER;
    }
}
