package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/// Handing the fields of former client-side managers over to Penstock, so that a field that leaves Git leaves the
/// cluster too.
final class Takeover {
    static final String MANAGER = "penstock";

    private static final Set<String> FORMER = Set.of(
            "kubectl",
            "kubectl-client-side-apply",
            "kubectl-create",
            "kubectl-replace",
            "kubectl-last-applied",
            "before-first-apply",
            "piped",
            "helm",
            "Helm");

    private Takeover() {}

    /// Whether a former manager holds fields of the object.
    static boolean isDue(ObjectNode live) {
        return Fields.maps(live, "metadata", "managedFields").stream().anyMatch(Takeover::isFormer);
    }

    /// The JSON patch that hands them over, for an object read with all its managed fields.
    static ArrayNode patch(ObjectNode live) {
        var united = Fields.object();
        var kept = Fields.array();
        var apiVersion = Fields.text(live, "apiVersion");
        for (var entry : Fields.maps(live, "metadata", "managedFields")) {
            if (isFormer(entry) || isOurs(entry)) {
                unite(united, Fields.make(entry, "fieldsV1"));
            } else {
                kept.add(entry);
            }
        }
        var ours = kept.addObject();
        ours.put("manager", MANAGER);
        ours.put("operation", "Apply");
        ours.put("apiVersion", apiVersion);
        ours.put("fieldsType", "FieldsV1");
        ours.set("fieldsV1", united);
        var patch = Fields.array();
        patch.addObject()
                .put("op", "replace")
                .put("path", "/metadata/managedFields")
                .set("value", kept);
        patch.addObject()
                .put("op", "replace")
                .put("path", "/metadata/resourceVersion")
                .put("value", Live.resourceVersion(live));
        return patch;
    }

    private static boolean isFormer(ObjectNode entry) {
        if (isOurs(entry)) {
            return "Update".equals(Fields.text(entry, "operation"));
        }
        return FORMER.contains(Fields.text(entry, "manager"))
                && Fields.text(entry, "subresource").isEmpty();
    }

    private static boolean isOurs(ObjectNode entry) {
        return MANAGER.equals(Fields.text(entry, "manager"))
                && Fields.text(entry, "subresource").isEmpty();
    }

    private static void unite(ObjectNode into, ObjectNode more) {
        for (var field : List.copyOf(more.properties())) {
            if (into.path(field.getKey()) instanceof ObjectNode there && field.getValue() instanceof ObjectNode also) {
                unite(there, also);
            } else {
                into.set(field.getKey(), field.getValue().deepCopy());
            }
        }
    }
}
