package io.penstock.workflows.kubernetes;

import io.penstock.workflows.deployment.CommitView;
import io.penstock.workflows.deployment.Fence;
import io.penstock.workflows.deployment.PlanFacts;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.id.RepositoryId;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/// What a piped does to its Kubernetes cluster. Runs on the cluster's queue, at least once, so each is
/// idempotent.
///
/// Arguments are references only: manifests and options come from a commit of the configured branch or from a
/// bundle that a piped of this cluster sealed. Failures are those of `Failures`; anything else is retried as
/// weather.
@ActivityInterface
public interface KubernetesActivities {
    /// Renders the application at a commit, seals the result as a bundle, uploads it and compares it with the
    /// running bundle. Idempotent: the same commit gives the same content digest. Heartbeats every second,
    /// timeout 5 s, start-to-close 5 min. A commit that the configured branch does not contain, a faulty
    /// configuration, or manifests that cannot be parsed fail as `ConfigException`; an unknown repository or
    /// branch as `Parked`.
    @ActivityMethod(name = "kubernetes.render")
    Rendered render(RenderRequest request);

    /// Writes the stage's objects: server-side apply under the fence, copies for canary and baseline, prune
    /// where the stage asks for it, and for a rollback also the removal of canary and baseline objects.
    /// Idempotent by the fence. Heartbeats every second, timeout 5 s, start-to-close 10 min. Refusals of the
    /// API server fail as `StageFailure` in its own words.
    @ActivityMethod(name = "kubernetes.apply")
    Applied apply(StageRequest request);

    /// Waits until the workloads that the stage wrote are available. Writes nothing. Heartbeats every second,
    /// timeout 5 s, with the time in which the cluster could be seen as details; only that time counts against
    /// the deadline. Workloads that cannot become ready fail as `StageFailure` with the reason read from Pods
    /// and events.
    @ActivityMethod(name = "kubernetes.awaitReady")
    void awaitReady(StageRequest request);

    /// Deletes the canary or baseline objects of the application, found by their marks, Services and configuration
    /// first, workloads last. Idempotent: what is gone is gone. Heartbeats every second, timeout 5 s.
    @ActivityMethod(name = "kubernetes.clean")
    Cleaned clean(StageRequest request);

    /// What to render.
    ///
    /// @param commit null renders the head of the configured branch and so fixes it
    /// @param running the bundle of the last successful deployment, null before the first
    /// @param stored a bundle of the application that takes the rendering's place, so that Git is asked only where
    ///     it cannot be opened; null renders the commit
    record RenderRequest(
            DeploymentId deployment,
            ApplicationId application,
            String applicationName,
            RepositoryId repository,
            String path,
            String configFile,
            @Nullable CommitId commit,
            @Nullable BlobId running,
            @Nullable BlobId stored) {}

    /// What was rendered, as references.
    ///
    /// @param contentDigest HMAC of the canonical objects before marks, under the cluster's key
    /// @param facts what the planner decides on
    record Rendered(CommitView commit, BlobId bundle, String contentDigest, PlanFacts facts) {}

    /// Which stage of which bundle to carry out.
    ///
    /// @param bundle where objects and options come from; in a rollback the bundle to go back to
    /// @param running the bundle of the last successful deployment, null before the first
    /// @param index of a PIPELINE stage in the bundle's pipeline, of a ROLLBACK after the plan's stages
    record StageRequest(
            DeploymentId deployment,
            ApplicationId application,
            BlobId bundle,
            @Nullable BlobId running,
            Source source,
            int index,
            Fence fence) {}

    /// Where the stage's options stand.
    enum Source {
        /// The pipeline of the bundle's configuration.
        PIPELINE,
        /// The bundle's `quickSync`.
        QUICK_SYNC,
        /// Everything of the bundle as it was, and no canary or baseline objects.
        ROLLBACK
    }

    /// What the stage wrote.
    ///
    /// @param workloads how many workloads there are to wait for; 0 makes the wait unnecessary
    record Applied(int created, int updated, int unchanged, int deleted, int workloads) {}

    /// How many objects were removed.
    record Cleaned(int deleted) {}
}
