package io.penstock.workflows.lane;

import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.DeploymentId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides which open intent of an application is deployed next: a rollback first, then what is pinned in the
/// order in which it was asked for, then the newest; what is older than the newest and not pinned is
/// superseded.
public final class Claims {
    private Claims() {}

    /// @param open the application's open intents, oldest first
    public static Choice choose(List<Open> open) {
        var next = next(open);
        var superseded = new LinkedHashMap<DeploymentId, String>();
        if (next != null && !next.pinned()) {
            for (var intent : open) {
                if (!intent.equals(next) && !intent.pinned()) {
                    superseded.put(intent.deployment(), "superseded by " + next.deployment() + ", which is newer");
                }
            }
        }
        var left = open.size() - (next == null ? 0 : 1) - superseded.size();
        return new Choice(next == null ? null : next.deployment(), superseded, left);
    }

    private static @Nullable Open next(List<Open> open) {
        var pinned = new ArrayList<Open>();
        for (var intent : open) {
            if (intent.kind() == TriggerKind.ROLLBACK) {
                return intent;
            }
            if (intent.pinned()) {
                pinned.add(intent);
            }
        }
        if (!pinned.isEmpty()) {
            return pinned.getFirst();
        }
        return open.isEmpty() ? null : open.getLast();
    }

    /// An intent that nobody has claimed.
    public record Open(DeploymentId deployment, TriggerKind kind, boolean pinned) {}

    /// @param next null when there is nothing to do
    /// @param superseded those that will never run, each with the sentence that says why
    /// @param left how many stay open behind `next`
    public record Choice(@Nullable DeploymentId next, Map<DeploymentId, String> superseded, int left) {}
}
