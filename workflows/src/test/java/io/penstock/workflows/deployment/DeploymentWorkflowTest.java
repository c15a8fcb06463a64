package io.penstock.workflows.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.workflows.Failures;
import io.penstock.workflows.deployment.DeploymentWorkflow.CommandReference;
import io.penstock.workflows.deployment.FakeRecord.Row;
import io.penstock.workflows.deployment.RecordActivities.CommandKind;
import io.penstock.workflows.id.CommandId;
import io.penstock.workflows.id.DeploymentId;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DeploymentWorkflowTest {
    private static final Row APPROVED = new Row(CommandKind.APPROVE, 2, "ada", "");

    @Test
    void aQuickSyncTakesThreeHopsAndTwoRecords() throws Exception {
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.start();
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
            assertThat(it.cluster.asked()).containsExactly("render", "apply QUICK_SYNC", "awaitReady QUICK_SYNC");
            assertThat(it.record.calls()).isEqualTo(2);
            assertThat(it.record.all()).last().isInstanceOf(Fact.Finished.class);
            it.keep("quick");
        }
    }

    @Test
    void aCanaryWaitsForItsApprovalAndThenGoesOnToTheEnd() throws Exception {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.start();
            it.untilWaitingAt(2);
            assertThat(it.cluster.asked()).containsExactly("render", "apply 0", "awaitReady 0");
            it.keep("canary-waiting");
            it.command(APPROVED);
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
            assertThat(it.cluster.asked()).endsWith("apply 3", "awaitReady 3", "clean 4");
            assertThat(it.record.of(Fact.Decided.class))
                    .singleElement()
                    .satisfies(fact -> assertThat(fact.by()).isEqualTo("ada"));
            it.keep("canary-approved");
        }
    }

    @Test
    void everyWaitIsRecordedAsOverForTheStageThatWaited() throws Exception {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.start();
            it.untilWaitingAt(2);
            it.command(APPROVED);
            it.outcome();
            var waited = it.record.of(Fact.Waiting.class).stream()
                    .map(Fact.Waiting::stage)
                    .toList();
            assertThat(waited).contains(2);
            assertThat(it.record.of(Fact.Resumed.class))
                    .extracting(Fact.Resumed::stage)
                    .isEqualTo(waited);
        }
    }

    @Test
    void aDecisionIsVerifiedForTheStageAndThePlanThatPeopleWereAskedFor() throws Exception {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.start();
            it.untilWaitingAt(2);
            it.command(APPROVED);
            it.outcome();
            var plan = it.record.of(Fact.Planned.class).getFirst().plan();
            assertThat(it.record.verifications()).singleElement().satisfies(asked -> {
                assertThat(asked.stage()).isEqualTo(2);
                assertThat(asked.planDigest()).isEqualTo(plan.digest());
            });
        }
    }

    @Test
    void aRejectionRollsBackWithTheReasonOfWhoRejected() throws Exception {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.start();
            it.untilWaitingAt(2);
            it.command(new Row(CommandKind.REJECT, 2, "ada", "too slow"));
            var outcome = it.outcome();
            assertThat(outcome.status()).isEqualTo(DeploymentStatus.FAILED);
            assertThat(outcome.reason()).contains("rejected by ada: too slow").contains("rolled back to 1b2c3d4");
            assertThat(it.cluster.asked()).endsWith("apply ROLLBACK", "awaitReady ROLLBACK");
            it.keep("canary-rejected");
        }
    }

    @Test
    void anApprovalThatNobodyGivesRunsOutAfterItsTimeAndRollsBack() {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.start();
            var outcome = it.outcome();
            assertThat(outcome.status()).isEqualTo(DeploymentStatus.FAILED);
            assertThat(outcome.reason()).contains("not approved within");
            assertThat(it.cluster.asked()).endsWith("awaitReady ROLLBACK");
        }
    }

    @Test
    void aRowForAnotherStageOpensNothing() throws Exception {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.start();
            it.untilWaitingAt(2);
            it.command(new Row(CommandKind.APPROVE, 1, "eve", ""));
            it.command(new Row(CommandKind.REJECT, 2, "ada", ""));
            assertThat(it.outcome().reason()).contains("rejected by ada");
        }
    }

    @Test
    void aCommandForAnotherDeploymentIsRefusedAndOneWithoutARowOpensNothing() throws Exception {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.start();
            it.untilWaitingAt(2);
            var stranger = new DeploymentId("00000000-0000-7000-8000-000000000009");
            var row = new CommandId(UUID.randomUUID().toString());
            assertThatThrownBy(() -> it.stub().update("command", void.class, new CommandReference(stranger, row)))
                    .hasStackTraceContaining("the one that runs now");
            it.stub().update("command", void.class, new CommandReference(DeploymentFixture.DEPLOYMENT, row));
            it.stub().signal("approve", "forged");
            assertThat(it.record.of(Fact.Decided.class)).isEmpty();
            it.record.row("token", APPROVED);
            it.stub().signal("approve", "token");
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
        }
    }

    @Test
    void aWorkloadThatNeverBecomesReadyIsRolledBackWithItsReason() throws Exception {
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.cluster.fails("awaitReady QUICK_SYNC", 1, () -> Failures.stage("Pod web-1 cannot pull image web:nope"));
            it.start();
            var outcome = it.outcome();
            assertThat(outcome.status()).isEqualTo(DeploymentStatus.FAILED);
            assertThat(outcome.reason())
                    .isEqualTo("K8S_SYNC failed: Pod web-1 cannot pull image web:nope; rolled back to 1b2c3d4");
            assertThat(it.record.of(Fact.RollingBack.class)).hasSize(1);
            it.keep("quick-rolled-back");
        }
    }

    @Test
    void aFailureLeavesTheClusterAsItIsWhereTheAuthorWantsNoRollback() {
        try (var it = new DeploymentFixture(Configs.withoutRollback(Configs.quick()))) {
            it.cluster.fails("awaitReady QUICK_SYNC", 1, () -> Failures.stage("crash loop"));
            it.start();
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.FAILED);
            assertThat(it.outcome().reason()).isEqualTo("K8S_SYNC failed: crash loop");
            assertThat(it.cluster.asked()).doesNotContain("apply ROLLBACK");
            assertThat(it.record.of(Fact.RollingBack.class)).isEmpty();
        }
    }

    @Test
    void stagesThatTheirSkipOnLeavesOutAreRecordedAsSkippedAndNobodyIsWaitedFor() {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.cluster.renders(DeploymentFixture.rendered(Configs.canary(), 1, 2));
            it.start();
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
            assertThat(it.record.of(Fact.StageEnded.class))
                    .filteredOn(fact -> fact.status() == StageStatus.SKIPPED)
                    .extracting(Fact.StageEnded::stage)
                    .containsExactly(1, 2);
            assertThat(it.record.of(Fact.Waiting.class)).isEmpty();
        }
    }

    @Test
    void aRollbackThatFailsIsShownAsSuch() {
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.cluster.fails("awaitReady QUICK_SYNC", 1, () -> Failures.stage("crash loop"));
            it.cluster.fails("apply ROLLBACK", 1, () -> Failures.stage("admission refused"));
            it.start();
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.ROLLBACK_FAILED);
            assertThat(it.outcome().reason()).contains("crash loop").contains("admission refused");
        }
    }

    @Test
    void aFirstDeploymentThatFailsHasNothingToGoBackTo() {
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.cluster.fails("apply QUICK_SYNC", 1, () -> Failures.stage("refused"));
            it.start(true);
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.FAILED);
            assertThat(it.outcome().reason()).contains("nothing ran before");
            assertThat(it.cluster.asked()).doesNotContain("apply ROLLBACK");
        }
    }

    @Test
    void aDeploymentThatWasOvertakenUndoesNothing() {
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.cluster.fails("apply QUICK_SYNC", 1, () -> Failures.fenced("deployment 8 already wrote"));
            it.start();
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.FAILED);
            assertThat(it.cluster.asked()).doesNotContain("apply ROLLBACK");
        }
    }

    @Test
    void aCancelStopsTheWaitAndRollsBackWhenItSaysSo() throws Exception {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.start();
            it.untilWaitingAt(2);
            it.command(new Row(CommandKind.CANCEL_WITH_ROLLBACK, 0, "ada", ""));
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.CANCELLED);
            assertThat(it.outcome().reason()).isEqualTo("cancelled by ada; rolled back to 1b2c3d4");
            assertThat(it.record.of(Fact.StageEnded.class))
                    .anySatisfy(fact -> assertThat(fact.status()).isEqualTo(StageStatus.CANCELLED));
            it.keep("canary-cancelled");
        }
    }

    @Test
    void aCancelWithoutRollbackLeavesTheClusterAsItIs() throws Exception {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.start();
            it.untilWaitingAt(2);
            it.command(new Row(CommandKind.CANCEL_WITHOUT_ROLLBACK, 0, "ada", ""));
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.CANCELLED);
            assertThat(it.cluster.asked()).doesNotContain("apply ROLLBACK");
        }
    }

    @Test
    void aCancelReachesAnActivityThatWaits() {
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.cluster.neverReady();
            it.start();
            it.temporal.sleep(Duration.ofSeconds(2));
            it.command(new Row(CommandKind.CANCEL_WITH_ROLLBACK, 0, "ada", ""));
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.CANCELLED);
            assertThat(it.cluster.asked()).contains("cancelled").endsWith("apply ROLLBACK", "awaitReady ROLLBACK");
        }
    }

    @Test
    void aCancelInTemporalItselfAlsoRollsBackAndIsRecorded() throws Exception {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.start();
            it.untilWaitingAt(2);
            it.stub().cancel();
            assertThatThrownBy(it::outcome).hasRootCauseInstanceOf(CanceledFailure.class);
            assertThat(it.cluster.asked()).endsWith("apply ROLLBACK", "awaitReady ROLLBACK");
            assertThat(it.record.of(Fact.Finished.class))
                    .singleElement()
                    .satisfies(fact -> assertThat(fact.status()).isEqualTo(DeploymentStatus.CANCELLED));
        }
    }

    @Test
    void weatherIsWaitedOut() {
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.cluster.fails("apply QUICK_SYNC", 20, () -> new IllegalStateException("connection refused"));
            it.record.away(30);
            it.start();
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
        }
    }

    @Test
    void aFaultyConfigurationFailsAtOnceAndNamesTheFault() {
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.cluster.fails("render", 100, () -> Failures.configuration("app.pipecd.yaml:3:5: kind: Foo"));
            it.start();
            assertThat(it.outcome().reason()).isEqualTo("app.pipecd.yaml:3:5: kind: Foo");
            assertThat(it.cluster.asked()).containsExactly("render");
        }
    }

    @Test
    void anUnknownRepositoryParksUntilItIsKnown() throws Exception {
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.cluster.fails("render", 3, () -> Failures.parked("repository: sample (expected: one of other)"));
            it.start();
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
            assertThat(it.record.of(Fact.Waiting.class))
                    .anySatisfy(fact -> assertThat(fact.cause()).contains("repository: sample"));
            it.keep("parked");
        }
    }

    @Test
    void whatIsParkedGoesOnAsSoonAsTheConfigurationChanges() throws Exception {
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.cluster.fails("render", 1, () -> Failures.parked("repository: sample (expected: one of other)"));
            it.start();
            while (it.record.of(Fact.Waiting.class).isEmpty()) {
                Thread.sleep(5);
            }
            // The clock stands still while nobody waits for the outcome: only the signal can end the wait.
            it.stub().signal("configurationChanged");
            while (it.record.of(Fact.Finished.class).isEmpty()) {
                Thread.sleep(5);
            }
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
            it.keep("parked-told");
        }
    }
}
