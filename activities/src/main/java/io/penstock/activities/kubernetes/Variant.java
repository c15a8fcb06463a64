package io.penstock.activities.kubernetes;

import io.penstock.workflows.Failures;
import java.util.ArrayList;
import java.util.List;

/// One of an application's variants, and the copies that are made for it.
///
/// @param key the variant label
/// @param value what the label says on this variant's objects
/// @param suffix what the names of copies end with, after a dash
record Variant(String key, String value, String suffix) {
    String named(String name) {
        return name + "-" + suffix;
    }

    /// The workload with the label in its selector and its Pod template.
    Manifest selecting(Manifest workload) {
        var copy = workload.copy();
        Fields.make(copy.body(), "spec", "selector", "matchLabels").put(key, value);
        Fields.make(copy.body(), "spec", "template", "metadata", "labels").put(key, value);
        return copy;
    }

    /// Refuses a workload whose selector or Pod template does not carry the label already.
    void demandedOf(Manifest workload) {
        for (var path : List.of(
                new String[] {"spec", "selector", "matchLabels", key},
                new String[] {"spec", "template", "metadata", "labels", key})) {
            var found = Fields.text(workload.body(), path);
            if (!found.equals(value)) {
                throw Failures.configuration(workload.title() + ": " + String.join(".", path) + ": "
                        + (found.isEmpty() ? "missing" : found) + " (expected: " + value
                        + ", or addVariantLabelToSelector)");
            }
        }
    }

    /// A Service for the Pods of this variant only, reachable inside the cluster.
    Manifest serviceCopy(Manifest service) {
        var copy = service.renamed(named(service.name()));
        var spec = Fields.make(copy.body(), "spec");
        spec.put("type", "ClusterIP");
        spec.remove(List.of(
                "externalIPs",
                "loadBalancerIP",
                "loadBalancerSourceRanges",
                "loadBalancerClass",
                "allocateLoadBalancerNodePorts",
                "externalTrafficPolicy",
                "healthCheckNodePort",
                "externalName"));
        if (!"None".equals(Fields.text(spec, "clusterIP"))) {
            spec.remove(List.of("clusterIP", "clusterIPs"));
        }
        for (var port : Fields.maps(spec, "ports")) {
            port.remove("nodePort");
        }
        Fields.make(spec, "selector").put(key, value);
        return copy;
    }

    /// Copies of every ConfigMap, then of every Secret.
    List<Manifest> configurationCopies(List<Manifest> manifests) {
        var copies = new ArrayList<Manifest>();
        for (var kind : List.of("ConfigMap", "Secret")) {
            for (var manifest : manifests) {
                if (manifest.isBuiltIn(kind)) {
                    copies.add(manifest.renamed(named(manifest.name())));
                }
            }
        }
        return copies;
    }

    /// A copy of a Deployment that runs beside it, using the copies of the application's configuration.
    Manifest workloadCopy(Manifest workload, int replicas, List<Manifest> configurations) {
        var configMaps = names(configurations, "ConfigMap");
        var secrets = names(configurations, "Secret");
        var copy = selecting(workload.renamed(named(workload.name())));
        Fields.make(copy.body(), "spec").put("replicas", replicas);
        ConfigReferences.rename(
                copy,
                name -> configMaps.contains(name) ? named(name) : name,
                name -> secrets.contains(name) ? named(name) : name);
        return copy;
    }

    private static List<String> names(List<Manifest> manifests, String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.isBuiltIn(kind))
                .map(Manifest::name)
                .toList();
    }
}
