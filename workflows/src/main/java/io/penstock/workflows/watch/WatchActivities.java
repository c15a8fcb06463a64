package io.penstock.workflows.watch;

import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.RepositoryId;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/// What a repository watch reads from and writes to the control plane's database. Local activities, at least once.
@ActivityInterface
public interface WatchActivities {
    /// Reads the change set that went up by the piped door, decides for each touched application whether it is
    /// to be deployed (`Trigger`), and writes intents, application states and outbox rows in one transaction
    /// that also moves the watch's position. Idempotent by the change set's id: recorded again it changes
    /// nothing.
    @ActivityMethod(name = "watch.record")
    Recorded record(RecordChange change);

    /// Where the watch stands, and whether the cluster still has applications in the repository.
    @ActivityMethod(name = "watch.position")
    Position position(PositionRequest request);

    /// Shows why the watch does not move, or that it moves again (null).
    @ActivityMethod(name = "watch.parked")
    void parked(Parked parked);

    record RecordChange(ClusterName cluster, RepositoryId repository, GitActivities.Change change) {}

    /// How many intents were written, for people who read the history.
    record Recorded(CommitId position, int intents) {}

    record PositionRequest(ClusterName cluster, RepositoryId repository) {}

    record Position(boolean wanted, @Nullable CommitId since) {}

    record Parked(
            ClusterName cluster,
            RepositoryId repository,
            @Nullable String cause) {}
}
