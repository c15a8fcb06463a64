package io.penstock.workflows.chain;

import io.penstock.workflows.id.ChainId;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/// What a chain reads from and writes to the control plane's database. Runs as local activities, at least once.
@ActivityInterface
public interface ChainActivities {
    /// Writes the intents of a block's nodes, the commit pinned where the repository is the chain's own.
    /// Idempotent by (chain, block).
    @ActivityMethod(name = "chain.startBlock")
    void startBlock(BlockReference block);

    /// Where the nodes of a block stand.
    @ActivityMethod(name = "chain.block")
    BlockState block(BlockReference block);

    /// Records how the chain ended; nodes that never started are shown as not started, with the reason.
    @ActivityMethod(name = "chain.finish")
    void finish(ChainEnd end);

    record BlockReference(ChainId chain, int block) {}

    /// @param open how many nodes have not ended
    /// @param failure which node did not succeed and why, null while none has
    record BlockState(int open, @Nullable String failure) {}

    record ChainEnd(ChainId chain, ChainStatus status, String reason) {}
}
