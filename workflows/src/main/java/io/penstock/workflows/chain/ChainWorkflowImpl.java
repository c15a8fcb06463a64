package io.penstock.workflows.chain;

import io.penstock.workflows.chain.ChainActivities.BlockReference;
import io.penstock.workflows.chain.ChainActivities.BlockState;
import io.penstock.workflows.chain.ChainActivities.ChainEnd;
import io.penstock.workflows.deployment.Options;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/// Starts a block, waits until all its nodes have ended, and goes on only if each succeeded.
public final class ChainWorkflowImpl implements ChainWorkflow {
    /// A signal says when to look; this is for the one that was lost with a restored database.
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    private final ChainActivities activities = Workflow.newLocalActivityStub(ChainActivities.class, Options.record());
    private boolean ended;

    @Override
    public void run(ChainInput input) {
        for (var block = 0; block < input.blocks(); block++) {
            Workflow.setCurrentDetails(
                    "Chain of **" + input.application() + "**: block " + (block + 1) + " of " + input.blocks());
            var reference = new BlockReference(input.chain(), block);
            if (block > 0) {
                activities.startBlock(reference);
            }
            var failure = ended(reference).failure();
            if (failure != null) {
                finish(new ChainEnd(input.chain(), ChainStatus.FAILED, "block " + (block + 1) + ": " + failure));
                return;
            }
        }
        finish(new ChainEnd(input.chain(), ChainStatus.SUCCEEDED, "all " + input.blocks() + " blocks succeeded"));
    }

    @Override
    public void nodeEnded() {
        ended = true;
    }

    private BlockState ended(BlockReference reference) {
        while (true) {
            ended = false;
            var state = activities.block(reference);
            if (state.open() == 0) {
                return state;
            }
            Workflow.await(LOOK_AGAIN, () -> ended);
        }
    }

    private void finish(ChainEnd end) {
        activities.finish(end);
        Workflow.setCurrentDetails(end.status() + ": " + end.reason());
    }
}
