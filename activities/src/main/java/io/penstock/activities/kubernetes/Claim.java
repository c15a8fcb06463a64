package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.workflows.Failures;
import io.penstock.workflows.deployment.Fence;
import io.penstock.workflows.id.ApplicationId;

/// In whose name and with which right an attempt writes.
record Claim(ApplicationId application, Fence fence) {
    /// Refuses an object of another application, unless it is handed over, and one that a newer deployment has written.
    /// The fence of what is handed over counts another application's deployments and says nothing here.
    void checkAgainst(JsonNode live) {
        var title = Fields.text(live, "kind") + " " + Fields.text(live, "metadata", "name");
        var owner = Marks.read(live, Marks.APPLICATION);
        if (!owner.isEmpty() && !owner.equals(application.value())) {
            if (Fields.text(live, "metadata", "annotations", Marks.HAND_OVER).equals(application.value())) {
                return;
            }
            throw Failures.stage(title + where(live) + " belongs to application " + owner
                    + " (expected: an object of this application, or of none, or one that carries the annotation "
                    + Marks.HAND_OVER + ": " + application + ", by which its owner hands it over)");
        }
        var there = Marks.fence(live);
        if (there != null && there.compareTo(fence) > 0) {
            throw Failures.fenced(title + where(live) + " was written by a newer deployment (its fence is "
                    + there.text() + ", this one's is " + fence.text() + ")");
        }
    }

    /// Whether this very step has written the object already.
    boolean isOn(JsonNode live) {
        return owns(live) && fence.equals(Marks.fence(live));
    }

    boolean owns(JsonNode live) {
        return application.value().equals(Marks.read(live, Marks.APPLICATION));
    }

    private static String where(JsonNode live) {
        var namespace = Fields.text(live, "metadata", "namespace");
        return namespace.isEmpty() ? "" : " in namespace " + namespace;
    }
}
