package io.penstock.workflows.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.workflows.Histories;
import io.penstock.workflows.Json;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.chain.ChainWorkflow.ChainInput;
import io.penstock.workflows.id.ChainId;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChainWorkflowTest {
    private static final ChainId CHAIN = new ChainId("00000000-0000-7000-8000-000000000001");

    @Test
    void aBlockStartsWhenTheOneBeforeSucceeded() throws Exception {
        var blocks = new FakeChain();
        try (var temporal = temporal(blocks)) {
            var chain = start(temporal);
            blocks.until("block 0");
            assertThat(blocks.calls).doesNotContain("start 1");
            blocks.states.put(0, new ChainActivities.BlockState(0, null));
            chain.signal("nodeEnded");
            blocks.until("start 1");
            Histories.keep(temporal, TemporalNames.chain(CHAIN), "chain-second-block");
            blocks.states.put(1, new ChainActivities.BlockState(0, null));
            chain.signal("nodeEnded");
            chain.getResult(void.class);
            assertThat(blocks.calls).last().isEqualTo("SUCCEEDED all 2 blocks succeeded");
            Histories.keep(temporal, TemporalNames.chain(CHAIN), "chain-succeeded");
        }
    }

    @Test
    void nothingLaterStartsWhenANodeFailsAndTheChainSaysWhich() throws Exception {
        var blocks = new FakeChain();
        try (var temporal = temporal(blocks)) {
            var chain = start(temporal);
            blocks.until("block 0");
            blocks.states.put(0, new ChainActivities.BlockState(0, "web on tokyo failed: crash loop"));
            chain.signal("nodeEnded");
            chain.getResult(void.class);
            assertThat(blocks.calls).last().isEqualTo("FAILED block 1: web on tokyo failed: crash loop");
            assertThat(blocks.calls).doesNotContain("start 1");
            Histories.keep(temporal, TemporalNames.chain(CHAIN), "chain-failed");
        }
    }

    @Test
    void aBlockWithANodeStillOpenIsWaitedForEvenAfterAFailure() throws Exception {
        var blocks = new FakeChain();
        try (var temporal = temporal(blocks)) {
            var chain = start(temporal);
            blocks.until("block 0");
            blocks.states.put(0, new ChainActivities.BlockState(1, "web on tokyo failed"));
            chain.signal("nodeEnded");
            Thread.sleep(300);
            assertThat(blocks.calls).noneMatch(call -> call.startsWith("FAILED"));
            blocks.states.put(0, new ChainActivities.BlockState(0, "web on tokyo failed"));
            chain.signal("nodeEnded");
            chain.getResult(void.class);
        }
    }

    private static WorkflowStub start(TestWorkflowEnvironment temporal) {
        var workflow = temporal.getWorkflowClient()
                .newWorkflowStub(
                        ChainWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(TemporalNames.CONTROL_PLANE_QUEUE)
                                .setWorkflowId(TemporalNames.chain(CHAIN))
                                .build());
        WorkflowClient.start(workflow::run, new ChainInput(CHAIN, "default", "web", 2));
        return WorkflowStub.fromTyped(workflow);
    }

    private static TestWorkflowEnvironment temporal(FakeChain blocks) {
        var client = WorkflowClientOptions.newBuilder()
                .setDataConverter(DefaultDataConverter.newDefaultInstance()
                        .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Json.wire())))
                .build();
        var temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(client)
                .setUseTimeskipping(false)
                .build());
        var worker = temporal.newWorker(TemporalNames.CONTROL_PLANE_QUEUE);
        worker.registerWorkflowImplementationTypes(ChainWorkflowImpl.class);
        worker.registerActivitiesImplementations(blocks);
        temporal.start();
        return temporal;
    }

    private static final class FakeChain implements ChainActivities {
        private final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();
        private final Map<Integer, BlockState> states = new ConcurrentHashMap<>();

        void until(String call) throws InterruptedException {
            while (!List.copyOf(calls).contains(call)) {
                Thread.sleep(10);
            }
        }

        @Override
        public void startBlock(BlockReference block) {
            calls.add("start " + block.block());
        }

        @Override
        public BlockState block(BlockReference block) {
            calls.add("block " + block.block());
            return states.getOrDefault(block.block(), new BlockState(1, null));
        }

        @Override
        public void finish(ChainEnd end) {
            calls.add(end.status() + " " + end.reason());
        }
    }
}
