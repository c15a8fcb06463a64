package io.penstock.workflows.chain;

import io.penstock.workflows.id.ChainId;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Blocks of deployments in order: the next block starts when every node of the one before has succeeded.
@WorkflowInterface
public interface ChainWorkflow {
    @WorkflowMethod(name = "Chain")
    void run(ChainInput input);

    /// A node's deployment ended. Says nothing else: the chain reads which and how from the database.
    @SignalMethod(name = "nodeEnded")
    void nodeEnded();

    /// @param blocks how many blocks there are; block 0 is the deployment that started the chain
    record ChainInput(ChainId chain, String project, String application, int blocks) {}
}
