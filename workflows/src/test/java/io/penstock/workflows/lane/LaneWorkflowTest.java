package io.penstock.workflows.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.lane.FakeLane.State;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LaneWorkflowTest {
    @Test
    void theSameIntentSentTwiceIsDeployedOnce() throws Exception {
        try (var it = new LaneFixture()) {
            var intent = it.lane.intent(1);
            var lane = it.wake();
            it.untilStarted(1);
            it.wake();
            end(it, intent);
            lane.getResult(void.class);
            it.wake().getResult(void.class);
            assertThat(it.started()).containsExactly(intent.value());
        }
    }

    @Test
    void whatComesWhileADeploymentRunsIsDeployedAfterIt() throws Exception {
        try (var it = new LaneFixture()) {
            var first = it.lane.intent(1);
            var lane = it.wake();
            it.untilStarted(1);
            it.keep("lane-deploying");
            var second = it.lane.intent(2);
            var third = it.lane.intent(3);
            it.wake();
            end(it, first);
            it.untilStarted(2);
            end(it, third);
            lane.getResult(void.class);
            assertThat(it.started()).containsExactly(first.value(), third.value());
            it.keep("lane-ended");
            assertThat(it.lane.state(second)).isEqualTo(State.SUPERSEDED);
        }
    }

    @Test
    void aWakeThatArrivesWhileTheLaneEndsIsNotLost() throws Exception {
        try (var it = new LaneFixture()) {
            for (var round = 1; round <= 40; round++) {
                var before = it.lane.intent(2 * round);
                it.wake();
                it.untilStarted(2 * round - 1);
                it.lane.ended(before);
                it.deployment().signal("approve", "go");
                Thread.sleep(round % 8);
                var racing = it.lane.intent(2 * round + 1);
                var lane = it.wake();
                it.untilStarted(2 * round);
                end(it, racing);
                lane.getResult(void.class);
            }
            assertThat(it.started()).hasSize(80).doesNotHaveDuplicates();
        }
    }

    @Test
    void aTerminatedLaneLeavesItsDeploymentAloneAndTheNextWaitsForItsEnd() throws Exception {
        try (var it = new LaneFixture()) {
            var first = it.lane.intent(1);
            it.wake();
            it.untilStarted(1);
            var run = runOf(it.deployment());
            it.temporal
                    .getWorkflowClient()
                    .newUntypedWorkflowStub(TemporalNames.lane(FakeLane.APPLICATION))
                    .terminate("an accident");
            var second = it.lane.intent(2);
            var lane = it.wake();
            Thread.sleep(1_500);
            assertThat(it.started()).containsExactly(first.value());
            assertThat(runOf(it.deployment())).isEqualTo(run);
            end(it, first);
            it.untilStarted(2);
            end(it, second);
            lane.getResult(void.class);
            assertThat(it.started()).containsExactly(first.value(), second.value());
            it.keep("lane-waited-for-another");
        }
    }

    @Test
    void aCancelledLaneLeavesItsDeploymentAlone() throws Exception {
        try (var it = new LaneFixture()) {
            var first = it.lane.intent(1);
            var lane = it.wake();
            it.untilStarted(1);
            lane.cancel();
            assertThatThrownBy(() -> lane.getResult(void.class)).hasCauseInstanceOf(CanceledFailure.class);
            end(it, first);
            assertThat(it.deployment().getResult(Object.class)).isNotNull();
        }
    }

    @Test
    void aDeploymentThatNobodyKnowsOfIsWaitedForAndTheClaimedOneStartsOnceThen() throws Exception {
        try (var it = new LaneFixture()) {
            var first = it.lane.intent(1);
            it.wake();
            it.untilStarted(1);
            it.temporal
                    .getWorkflowClient()
                    .newUntypedWorkflowStub(TemporalNames.lane(FakeLane.APPLICATION))
                    .terminate("an accident");
            it.lane.ended(first);
            var second = it.lane.intent(2);
            var lane = it.wake();
            Thread.sleep(1_500);
            assertThat(it.lane.state(second)).isEqualTo(State.CLAIMED);
            assertThat(it.started()).containsExactly(first.value());
            it.deployment().signal("approve", "go");
            it.untilStarted(2);
            end(it, second);
            lane.getResult(void.class);
            assertThat(it.started()).containsExactly(first.value(), second.value());
        }
    }

    @Test
    void aDeploymentWhoseWorkflowFailsIsRecordedAsLostAndTheNextRuns() throws Exception {
        try (var it = new LaneFixture()) {
            var first = it.lane.intent(1);
            var lane = it.wake();
            it.untilStarted(1);
            var second = it.lane.intent(2);
            it.wake();
            it.deployment().signal("approve", "break");
            it.untilStarted(2);
            assertThat(it.started()).containsExactly(first.value(), second.value());
            assertThat(it.lane.lost()).singleElement().satisfies(lost -> {
                assertThat(lost.deployment()).isEqualTo(first);
                assertThat(lost.reason()).startsWith("its workflow ended without a last word: ");
            });
            end(it, second);
            lane.getResult(void.class);
        }
    }

    @Test
    void aLaneContinuesAsNewAfterFiftyDeploymentsAndLosesNone() throws Exception {
        try (var it = new LaneFixture()) {
            it.lane.intent(1);
            var lane = it.wake();
            for (var number = 1; number <= 52; number++) {
                it.untilStarted(number);
                var running = it.started().getLast();
                if (number < 52) {
                    it.lane.intent(number + 1);
                    it.wake();
                }
                end(it, new DeploymentId(running));
            }
            lane.getResult(void.class);
            assertThat(it.started()).hasSize(52).doesNotHaveDuplicates();
        }
    }

    private static void end(LaneFixture it, DeploymentId deployment) {
        it.lane.ended(deployment);
        it.deployment().signal("approve", "go");
    }

    private static String runOf(WorkflowStub stub) {
        return stub.describe().getExecution().getRunId();
    }
}
