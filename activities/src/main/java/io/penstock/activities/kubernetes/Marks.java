package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.workflows.deployment.Fence;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.CommitId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is written on every object so that everyone sees whose it is. The keys are PipeCD's; the fence is ours.
///
/// @param piped id of the piped that writes
/// @param variantKey the application's variant label
/// @param variant the value that the label takes on these objects
record Marks(String piped, ApplicationId application, CommitId commit, String variantKey, String variant) {
    static final String MANAGED_BY = "pipecd.dev/managed-by";
    static final String PIPED = "pipecd.dev/piped";
    static final String APPLICATION = "pipecd.dev/application";
    static final String COMMIT = "pipecd.dev/commit-hash";
    static final String ORIGINAL_API_VERSION = "pipecd.dev/original-api-version";
    static final String RESOURCE_KEY = "pipecd.dev/resource-key";
    static final String FENCE = "penstock.io/fence";
    /// Set by an object's owner, in Git or in the cluster: the id of the application that may take it.
    static final String HAND_OVER = "penstock.io/hand-over";
    static final String MANAGER = "piped";

    /// The object with all marks, as annotations and, where they select, as labels too.
    Manifest on(Manifest manifest, Fence fence) {
        var marked = manifest.copy();
        var annotations = Fields.make(marked.body(), "metadata", "annotations");
        var labels = Fields.make(marked.body(), "metadata", "labels");
        for (var map : List.of(annotations, labels)) {
            map.put(MANAGED_BY, MANAGER);
            map.put(PIPED, piped);
            map.put(APPLICATION, application.value());
            map.put(COMMIT, commit.value());
            map.put(variantKey, variant);
        }
        annotations.put(ORIGINAL_API_VERSION, manifest.apiVersion());
        annotations.put(RESOURCE_KEY, manifest.key().toString());
        annotations.put(FENCE, fence.text());
        return marked;
    }

    /// A mark on an object that lives in a cluster: the annotation, else the label, else empty.
    static String read(JsonNode live, String key) {
        var annotation = Fields.text(live, "metadata", "annotations", key);
        return annotation.isEmpty() ? Fields.text(live, "metadata", "labels", key) : annotation;
    }

    /// The fence on a live object, null where it carries none that can be read.
    static @Nullable Fence fence(JsonNode live) {
        var text = Fields.text(live, "metadata", "annotations", FENCE);
        try {
            return text.isEmpty() ? null : Fence.parse(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
