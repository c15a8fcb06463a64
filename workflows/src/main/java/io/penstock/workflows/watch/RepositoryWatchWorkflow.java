package io.penstock.workflows.watch;

import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.RepositoryId;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/// Watches the configured branch of one repository for one cluster, for as long as the cluster has applications
/// in it.
@WorkflowInterface
public interface RepositoryWatchWorkflow {
    @WorkflowMethod(name = "RepositoryWatch")
    void watch(WatchInput input);

    /// Registrations or the piped's configuration changed: look again, also when parked; end when nothing is left.
    @SignalMethod(name = "changed")
    void changed();

    record WatchInput(
            ClusterName cluster,
            RepositoryId repository,
            @Nullable CommitId since) {}
}
