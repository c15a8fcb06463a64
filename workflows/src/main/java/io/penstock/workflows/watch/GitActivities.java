package io.penstock.workflows.watch;

import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.RepositoryId;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/// What a piped does with a repository while nothing is being deployed. Runs on the cluster's queue.
@ActivityInterface
public interface GitActivities {
    /// Returns once the configured branch of the repository is at another commit than `since`, after the change set
    /// between the two has gone up by the piped door.
    ///
    /// A null `since` asks the door for the registrations anew and returns the branch's head at once, with every
    /// registered application as touched. Read only, so safe to repeat; the change set's id follows from (cluster,
    /// repository, since, head, revision of the registrations), so uploading it twice is uploading it once. Fetches
    /// at the piped's sync interval and whenever the door says so. Heartbeats every second while it works,
    /// every two while it rests (timeout 5 s). An unreachable host is retried inside, for ever, and reported to the
    /// door. A repository that the piped does not know, or a branch that does not exist, fails as `Parked`.
    @ActivityMethod(name = "git.awaitChange")
    Change awaitChange(AwaitChange request);

    /// Which repository, and the commit after which a change counts.
    record AwaitChange(RepositoryId repository, @Nullable CommitId since) {}

    /// The branch moved; `changeSet` is the id of what was uploaded.
    record Change(@Nullable CommitId from, CommitId to, String changeSet) {}
}
