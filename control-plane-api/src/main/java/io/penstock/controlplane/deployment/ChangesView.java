package io.penstock.controlplane.deployment;

import io.penstock.controlplane.answer.View;
import io.penstock.workflows.door.Door;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a deployment sends out against what ran before, as its piped redacted it; an object that stays as it is has
/// no item.
///
/// @param base what ran before, null when nothing did or it could not be opened
/// @param summary in one sentence
/// @param notice what is not shown and why, null when all is
public record ChangesView(
        List<ChangeView> items,
        @Nullable BaseView base,
        String summary,
        @Nullable String notice) implements View {
    /// @param deployment null when it is not known any more
    public record BaseView(@Nullable UUID deployment, String commit) implements View {}

    /// An object that changes.
    ///
    /// @param namespace empty where the manifest names none
    /// @param before as YAML, null for one that is added or whose text no longer fitted
    /// @param after as YAML, null for one that is removed or whose text no longer fitted
    public record ChangeView(
            Door.Change.Kind change,
            String apiVersion,
            String kind,
            String namespace,
            String name,
            @Nullable String before,
            @Nullable String after)
            implements View {
        static ChangeView of(Door.Change change) {
            return new ChangeView(
                    change.change(),
                    change.apiVersion(),
                    change.kind(),
                    change.namespace(),
                    change.name(),
                    change.before(),
                    change.after());
        }
    }
}
