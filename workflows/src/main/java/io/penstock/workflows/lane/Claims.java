package io.penstock.workflows.lane;

import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.DeploymentId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Decides which open intent of an application is deployed next: the last rollback asked for, else what is pinned
/// in the order in which it was asked for, else the newest. What is older than the one chosen and not pinned is
/// superseded; what was asked for after a rollback still runs after it.
public final class Claims {
    private Claims() {}

    /// @param open the application's open intents, oldest first
    public static Choice choose(List<Open> open) {
        var next = next(open);
        var superseded = new LinkedHashMap<DeploymentId, String>();
        if (next != null && !next.pinned()) {
            for (var older : open.subList(0, open.indexOf(next))) {
                if (!older.pinned()) {
                    superseded.put(older.deployment(), "superseded by " + next.deployment() + ", which is newer");
                }
            }
        }
        var left = open.size() - (next == null ? 0 : 1) - superseded.size();
        return new Choice(next == null ? null : next.deployment(), superseded, left);
    }

    private static @Nullable Open next(List<Open> open) {
        return last(open, intent -> intent.kind() == TriggerKind.ROLLBACK)
                .or(() -> open.stream().filter(Open::pinned).findFirst())
                .or(() -> last(open, _ -> true))
                .orElse(null);
    }

    private static Optional<Open> last(List<Open> open, Predicate<Open> wanted) {
        return open.reversed().stream().filter(wanted).findFirst();
    }

    /// An intent that nobody has claimed.
    public record Open(DeploymentId deployment, TriggerKind kind, boolean pinned) {}

    /// @param next null when there is nothing to do
    /// @param superseded those that will never run, each with the sentence that says why
    /// @param left how many stay open behind `next`
    public record Choice(@Nullable DeploymentId next, Map<DeploymentId, String> superseded, int left) {}
}
