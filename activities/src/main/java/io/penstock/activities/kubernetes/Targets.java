package io.penstock.activities.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where an application's objects go.
final class Targets {
    private static final Duration DEFINITION = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofMillis(250);
    /// What only the server writes; manifests that were exported from a cluster hold it.
    private static final List<String> SERVERS =
            List.of("managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "selfLink");

    static final String DEFAULT_NAMESPACE = "default";

    private final Cluster cluster;
    private final String namespace;

    /// @param namespace in place of the manifests' own; empty leaves them
    Targets(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /// The object with its namespace written into it. A kind that a definition among the objects brings is
    /// waited for.
    ///
    /// @param all everything that the stage applies
    FencedWriter.Target of(Manifest manifest, List<Manifest> all) throws InterruptedException {
        var target = at(manifest, type(manifest, all));
        cluster.limits().check(target.manifest().key());
        return target;
    }

    /// The same for an object of another commit; empty when its kind or place is out of reach now.
    Optional<FencedWriter.Target> known(Manifest manifest) {
        return cluster.types()
                .find(manifest.apiVersion(), manifest.kind())
                .map(type -> at(manifest, type))
                .filter(target -> cluster.limits().allow(target.manifest().key()));
    }

    private FencedWriter.Target at(Manifest manifest, ResourceType type) {
        var place = "";
        if (type.namespaced()) {
            var own = manifest.namespace().isEmpty() ? DEFAULT_NAMESPACE : manifest.namespace();
            place = namespace.isEmpty() ? own : namespace;
        }
        var copy = manifest.copy();
        var metadata = Fields.make(copy.body(), "metadata");
        metadata.remove(SERVERS);
        copy.body().remove("status");
        if (place.isEmpty()) {
            metadata.remove("namespace");
        } else {
            metadata.put("namespace", place);
        }
        return new FencedWriter.Target(copy, type, place);
    }

    private ResourceType type(Manifest manifest, List<Manifest> all) throws InterruptedException {
        var deadline = System.nanoTime() + DEFINITION.toNanos();
        while (isDefinedAmong(all, manifest)
                && cluster.types().find(manifest.apiVersion(), manifest.kind()).isEmpty()
                && System.nanoTime() - deadline < 0) {
            Thread.sleep(LOOK);
        }
        return cluster.type(manifest);
    }

    private static boolean isDefinedAmong(List<Manifest> all, Manifest manifest) {
        return all.stream()
                .filter(other -> other.kind().equals("CustomResourceDefinition"))
                .map(Manifest::body)
                .anyMatch(definition -> Fields.text(definition, "spec", "names", "kind")
                                .equals(manifest.kind())
                        && Fields.text(definition, "spec", "group").equals(ResourceKey.group(manifest.apiVersion())));
    }
}
