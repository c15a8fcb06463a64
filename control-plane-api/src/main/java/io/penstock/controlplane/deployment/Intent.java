package io.penstock.controlplane.deployment;

import io.penstock.controlplane.Ids;
import io.penstock.workflows.deployment.CommitView;
import io.penstock.workflows.deployment.Strategy;
import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.ChainId;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.watch.Trigger.Decision;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A wish to deploy, as it is written.
///
/// @param by who asked, null when a push did
/// @param reason one sentence for people
/// @param commit null asks for the head of the branch
/// @param view what is known about the commit already
/// @param pinned whether a newer intent does not supersede it
/// @param chain the chain whose node it is, with `block`; null outside one
/// @param target of a rollback: the deployment to go back to
public record Intent(
        DeploymentId id,
        ApplicationId application,
        TriggerKind kind,
        @Nullable String by,
        String reason,
        @Nullable Strategy asked,
        @Nullable CommitId commit,
        @Nullable CommitView view,
        boolean pinned,
        @Nullable ChainId chain,
        @Nullable Integer block,
        @Nullable DeploymentId target) {
    /// The branch moved, or the application was seen for the first time. The same change gives the same intent.
    ///
    /// @param revision of the watch, which tells a commit that came back from its first coming
    public static Intent ofWatch(ApplicationId application, Decision decision, CommitView head, long revision) {
        var kind = Objects.requireNonNull(decision.kind());
        var reason = decision.reason();
        var id = new DeploymentId(
                Ids.named(application, head.hash(), kind, revision).toString());
        return new Intent(id, application, kind, null, reason, null, head.hash(), head, false, null, null, null);
    }
}
