package io.penstock.workflows.lane;

import io.penstock.workflows.id.ApplicationId;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// The queue of one application: deployments one after another, for as long as there are intents to claim.
@WorkflowInterface
public interface LaneWorkflow {
    @WorkflowMethod(name = "Lane")
    void serve(LaneInput input);

    /// There may be a new intent. Says nothing else: intents are rows, and the lane claims them.
    @SignalMethod(name = "wake")
    void wake();

    /// Whose queue it is; `project`, `name` and `cluster` are for people.
    record LaneInput(ApplicationId application, String project, String name, String cluster) {}
}
