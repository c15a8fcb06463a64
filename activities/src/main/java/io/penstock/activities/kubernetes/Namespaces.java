package io.penstock.activities.kubernetes;

import io.penstock.workflows.config.KubernetesInput;
import java.util.HashSet;
import java.util.Set;

/// Making the namespaces that an application's objects go to, where its configuration asks for it.
final class Namespaces {
    private final Cluster cluster;
    private final boolean wanted;
    private final Set<String> made = new HashSet<>();

    Namespaces(Cluster cluster, KubernetesInput input) {
        this.cluster = cluster;
        this.wanted = input.autoCreateNamespace();
    }

    /// Makes the namespace of an object unless it is there; an empty name is no namespace.
    void make(String namespace) {
        if (wanted && !namespace.isEmpty() && made.add(namespace)) {
            cluster.makeNamespace(namespace);
        }
    }
}
