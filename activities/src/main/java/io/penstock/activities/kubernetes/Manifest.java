package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/// One object as Git says it. The tree is never edited in place: who changes something works on a copy.
record Manifest(ObjectNode body) {
    private static final Set<String> BUILT_IN = Set.of(
            "v1",
            "apps/v1",
            "apps/v1beta1",
            "apps/v1beta2",
            "batch/v1",
            "batch/v1beta1",
            "networking.k8s.io/v1",
            "policy/v1",
            "extensions/v1beta1");

    String apiVersion() {
        return Fields.text(body, "apiVersion");
    }

    String kind() {
        return Fields.text(body, "kind");
    }

    String name() {
        return Fields.text(body, "metadata", "name");
    }

    /// As written; empty where the manifest names none.
    String namespace() {
        return Fields.text(body, "metadata", "namespace");
    }

    ResourceKey key() {
        return new ResourceKey(ResourceKey.group(apiVersion()), kind(), namespace(), name());
    }

    String annotation(String key) {
        return Fields.text(body, "metadata", "annotations", key);
    }

    /// Whether it is of a kind that Kubernetes itself defines: a Knative `Service` is not a Service.
    boolean isBuiltIn(String kind) {
        return kind.equals(kind()) && BUILT_IN.contains(apiVersion());
    }

    Manifest copy() {
        return new Manifest(body.deepCopy());
    }

    Manifest renamed(String name) {
        var copy = copy();
        Fields.make(copy.body, "metadata").put("name", name);
        return copy;
    }

    /// What people call it: `Deployment web`.
    String title() {
        return kind() + " " + name();
    }
}
