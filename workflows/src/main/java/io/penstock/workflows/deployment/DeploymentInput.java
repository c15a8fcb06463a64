package io.penstock.workflows.deployment;

import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.ChainId;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.id.RepositoryId;
import org.jspecify.annotations.Nullable;

/// A claimed intent: everything that a deployment starts with.
///
/// @param name the application's name, for people
/// @param number grows by one with every deployment of the application
/// @param epoch the installation's restore epoch
/// @param commit null asks for the head of the configured branch
/// @param asked the strategy that a person, program or chain asked for, null lets the planner choose
/// @param by who asked, null when a push did
/// @param running bundle and commit of the last successful deployment, null before the first
/// @param chain the chain that this deployment is a node of, null outside one
/// @param stored the bundle to deploy again in place of a commit, null renders one
public record DeploymentInput(
        DeploymentId deployment,
        ApplicationId application,
        String name,
        String project,
        ClusterName cluster,
        RepositoryId repository,
        String path,
        String configFile,
        long number,
        long epoch,
        @Nullable CommitId commit,
        TriggerKind trigger,
        @Nullable Strategy asked,
        @Nullable String by,
        @Nullable Running running,
        @Nullable ChainId chain,
        @Nullable BlobId stored) {
    /// What runs now, as the last successful deployment left it.
    public record Running(DeploymentId deployment, CommitId commit, BlobId bundle) {}

    public Fence fence(int step) {
        return new Fence(epoch, number, step);
    }

    /// The bundle of what runs now, null before the first success.
    public @Nullable BlobId runningBundle() {
        return running == null ? null : running.bundle();
    }
}
