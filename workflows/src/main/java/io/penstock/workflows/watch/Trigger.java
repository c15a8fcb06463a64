package io.penstock.workflows.watch;

import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.config.PathPattern;
import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.CommitId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides whether a change of a branch deploys an application.
public final class Trigger {
    private Trigger() {}

    /// The decision for one application.
    ///
    /// @param changedPaths paths from the repository's root that changed; empty when the whole tree counts
    public static Decision decide(Known known, ApplicationConfig config, CommitId head, List<String> changedPaths) {
        if (!known.everWanted()) {
            return new Decision(TriggerKind.REGISTRATION, "first deployment");
        }
        if (config.trigger().onCommit().disabled()) {
            return no("trigger.onCommit is disabled");
        }
        if (head.equals(known.lastCommit())) {
            return no("this commit was asked for already");
        }
        var reason = touched(known.path(), config, changedPaths);
        return reason == null
                ? no("no changed file belongs to the application")
                : new Decision(TriggerKind.COMMIT, reason);
    }

    /// Why changed paths touch an application, null when they do not. One ignored path vetoes everything.
    public static @Nullable String touched(String path, ApplicationConfig config, List<String> changedPaths) {
        var onCommit = config.trigger().onCommit();
        for (var changed : changedPaths) {
            if (PathPattern.anyMatches(onCommit.ignores(), changed)) {
                return null;
            }
        }
        var directory = path.isEmpty() || path.equals(".") ? "" : path + "/";
        for (var changed : changedPaths) {
            if (changed.startsWith(directory) || PathPattern.anyMatches(onCommit.paths(), changed)) {
                return changed + " changed";
            }
        }
        return null;
    }

    private static Decision no(String reason) {
        return new Decision(null, reason);
    }

    /// What the registry knows of the application.
    ///
    /// @param everWanted whether there was ever an intent for it that did not fail before its commit was known
    /// @param lastCommit the commit of its newest intent
    public record Known(
            String path, boolean everWanted, @Nullable CommitId lastCommit) {}

    /// Deploy, and as what; or not (null), and why.
    public record Decision(@Nullable TriggerKind kind, String reason) {}
}
