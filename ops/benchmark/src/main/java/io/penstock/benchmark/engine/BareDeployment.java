package io.penstock.benchmark.engine;

import io.penstock.workflows.deployment.Options;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// A deployment of nothing: as many hops as Penstock's, in the same order.
@WorkflowInterface
public interface BareDeployment {
    @WorkflowMethod(name = "BareDeployment")
    void deploy(Task task);

    /// @param queue of the remote activities
    /// @param hops `L` a local activity, `R` a remote one
    record Task(String queue, String hops) {}

    /// Work that does nothing in the control plane's place.
    @ActivityInterface
    interface Local {
        @ActivityMethod(name = "bare.local")
        void nothing();
    }

    /// Work that does nothing in a piped's place.
    @ActivityInterface
    interface Remote {
        @ActivityMethod(name = "bare.remote")
        void nothing();
    }

    /// Does it with the limits that Penstock's deployments have.
    final class Impl implements BareDeployment {
        private final Local local = Workflow.newLocalActivityStub(Local.class, Options.record());

        @Override
        public void deploy(Task task) {
            var remote = Workflow.newActivityStub(
                    Remote.class, Options.cluster(task.queue(), Options.WEATHER, Options.WEATHER, "nothing"));
            for (var hop : task.hops().toCharArray()) {
                if (hop == 'L') {
                    local.nothing();
                } else {
                    remote.nothing();
                }
            }
        }
    }
}
