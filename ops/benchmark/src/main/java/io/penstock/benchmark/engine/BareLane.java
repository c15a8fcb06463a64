package io.penstock.benchmark.engine;

import io.penstock.workflows.deployment.Options;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.util.concurrent.CountDownLatch;

/// A lane that deploys nothing once.
@WorkflowInterface
public interface BareLane {
    @WorkflowMethod(name = "BareLane")
    void serve(Order order);

    @SignalMethod
    void wake();

    /// @param hops `L` a local activity, `C` the child workflow
    record Order(String id, String hops, BareDeployment.Task task) {}

    /// Starts its child as Penstock's lanes do.
    final class Impl implements BareLane {
        /// Counts the lanes that have come to their end; looking at each from outside would cost what is
        /// measured.
        static volatile CountDownLatch open = new CountDownLatch(0);

        private final BareDeployment.Local local =
                Workflow.newLocalActivityStub(BareDeployment.Local.class, Options.record());

        @Override
        public void serve(Order order) {
            for (var hop : order.hops().toCharArray()) {
                if (hop == 'L') {
                    local.nothing();
                } else {
                    Workflow.newChildWorkflowStub(BareDeployment.class, options(order))
                            .deploy(order.task());
                }
            }
            if (!WorkflowUnsafe.isReplaying()) {
                open.countDown();
            }
        }

        @Override
        public void wake() {
            // Begins it; there is nothing else to know.
        }

        private static ChildWorkflowOptions options(Order order) {
            return ChildWorkflowOptions.newBuilder()
                    .setWorkflowId("bare-deploy/" + order.id())
                    .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                    .setWorkflowTaskTimeout(Options.WORKFLOW_TASK)
                    .build();
        }
    }
}
