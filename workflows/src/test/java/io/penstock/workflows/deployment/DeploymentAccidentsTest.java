package io.penstock.workflows.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.workflows.Failures;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.deployment.FakeRecord.Row;
import io.penstock.workflows.deployment.RecordActivities.CommandKind;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.failure.CanceledFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What may go wrong around a deployment, and what must not follow from it.
@Timeout(60)
class DeploymentAccidentsTest {
    private static final String SCHEDULED = "activityTaskScheduledEventAttributes";
    private static final Row ADA = new Row(CommandKind.APPROVE, 0, "ada", "");
    private static final Row BOB = new Row(CommandKind.APPROVE, 0, "bob", "");

    @Test
    void twoApprovalsAtOnceForOneStageDoNotOpenTheNext() throws Exception {
        try (var it = new DeploymentFixture(Configs.approvals(1, 1))) {
            it.record.row("from ada", ADA);
            it.record.row("from bob", BOB);
            it.start();
            it.untilWaitingAt(0);
            it.record.away(3);
            it.stub().signal("approve", "from ada");
            it.stub().signal("approve", "from bob");
            it.untilWaitingAt(1);
            Thread.sleep(500);
            assertThat(it.record.of(Fact.Decided.class))
                    .singleElement()
                    .satisfies(fact -> assertThat(fact.stage()).isZero());
            it.command(new Row(CommandKind.APPROVE, 1, "ada", ""));
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
        }
    }

    @Test
    void whereTwoPeopleAreAskedForOneOfThemTwiceIsNotEnough() throws Exception {
        try (var it = new DeploymentFixture(Configs.approvals(2))) {
            it.start();
            it.untilWaitingAt(0);
            it.command(ADA);
            it.command(ADA);
            while (it.record.of(Fact.Decided.class).size() < 2) {
                Thread.sleep(10);
            }
            assertThat(it.record.of(Fact.StageEnded.class)).isEmpty();
            it.command(BOB);
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
        }
    }

    @Test
    void nobodyIsHeardBeforeWhatTheyDecideOnIsRecorded() throws Exception {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.cluster.fails("awaitReady 0", 1, () -> {
                it.record.factsAway(true);
                return new IllegalStateException("connection refused");
            });
            it.record.row("early", new Row(CommandKind.APPROVE, 2, "ada", ""));
            it.start();
            it.temporal.sleep(Duration.ofMinutes(7));
            it.stub().signal("approve", "early");
            it.temporal.sleep(Duration.ofMinutes(1));
            assertThat(it.cluster.asked()).doesNotContain("apply 3");
            it.record.factsAway(false);
            it.untilWaitingAt(2);
            assertThat(it.record.of(Fact.Decided.class)).isEmpty();
            it.command(new Row(CommandKind.APPROVE, 2, "ada", ""));
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
        }
    }

    @Test
    void aRollbackDoesNotWaitForTheDatabase() {
        try (var it = new DeploymentFixture(Configs.quick())) {
            var known = new ArrayList<Fact>();
            it.cluster.fails("awaitReady QUICK_SYNC", 1, () -> {
                it.record.factsAway(true);
                return Failures.stage("crash loop");
            });
            it.cluster.fails("awaitReady ROLLBACK", 1, () -> {
                known.addAll(it.record.all());
                it.record.factsAway(false);
                return new IllegalStateException("connection refused");
            });
            it.start();
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.FAILED);
            assertThat(known).isNotEmpty().noneMatch(Fact.RollingBack.class::isInstance);
            assertThat(it.record.all())
                    .extracting(fact -> fact.getClass().getSimpleName())
                    .endsWith("StageEnded", "RollingBack", "StageStarted", "StageEnded", "Finished");
        }
    }

    @Test
    void aCancelWhileThePlanIsRecordedLosesNoFact() throws Exception {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.record.away(7);
            it.start();
            while (it.record.calls() == 0) {
                Thread.sleep(5);
            }
            it.stub().cancel();
            assertThatThrownBy(it::outcome).hasRootCauseInstanceOf(CanceledFailure.class);
            assertThat(it.record.all())
                    .extracting(fact -> fact.getClass().getSimpleName())
                    .containsExactly("Started", "Planned", "StageStarted", "StageEnded", "Finished");
            assertThat(it.cluster.asked()).containsExactly("render");
        }
    }

    @Test
    void weatherThatLastsLongerThanTwoHoursFailsTheStageAndIsRolledBack() {
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.cluster.fails("apply QUICK_SYNC", 10_000, () -> new IllegalStateException("connection refused"));
            it.start();
            var outcome = it.outcome();
            assertThat(outcome.status()).isEqualTo(DeploymentStatus.FAILED);
            assertThat(outcome.reason()).contains("connection refused").contains("rolled back to 1b2c3d4");
            assertThat(it.events(SCHEDULED)
                            .get(1)
                            .at("/" + SCHEDULED + "/scheduleToCloseTimeout")
                            .asText())
                    .isEqualTo("7200s");
        }
    }

    @Test
    void aRollbackHasADeadlineOfItsOwnAndIsThenShownAsFailed() {
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.cluster.fails("awaitReady QUICK_SYNC", 1, () -> Failures.stage("crash loop"));
            it.cluster.fails("apply ROLLBACK", 10_000, () -> new IllegalStateException("connection refused"));
            it.start();
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.ROLLBACK_FAILED);
        }
    }

    @Test
    void aWaitThatIsLongerThanTheDeploymentMayTakeFailsAtItsDeadline() {
        try (var it = new DeploymentFixture(Configs.waiting("PT48H"))) {
            it.start();
            assertThat(it.outcome().reason()).contains("timed out before the 2d were over");
            assertThat(waited(it)).isBetween(Duration.ofHours(24).minusMinutes(1), Duration.ofHours(24));
        }
    }

    @Test
    void aWaitGoesOnByItselfAndSaysWhen() {
        try (var it = new DeploymentFixture(Configs.waiting("PT90M"))) {
            it.start();
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
            assertThat(waited(it)).isBetween(Duration.ofMinutes(90), Duration.ofMinutes(91));
            assertThat(it.record.of(Fact.Waiting.class)).singleElement().satisfies(fact -> {
                assertThat(fact.cause()).isEqualTo("waiting 1h 30m");
                assertThat(fact.unblock()).startsWith("goes on by itself at ");
            });
        }
    }

    @Test
    void aStageThatIsNotBuiltIsRefusedBeforeAnythingIsWritten() {
        try (var it = new DeploymentFixture(Configs.unbuilt())) {
            it.start();
            var outcome = it.outcome();
            assertThat(outcome.status()).isEqualTo(DeploymentStatus.FAILED);
            assertThat(outcome.reason()).contains("stage 2: K8S_BASELINE_CLEAN").contains("not built yet");
            assertThat(it.cluster.asked()).containsExactly("render");
        }
    }

    @Test
    void anUnknownCommitFailsWithTheReasonAndUndoesNothing() {
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.cluster.fails("render", 100, () -> Failures.configuration("commit: 4f2a91c (expected: one of main)"));
            it.start();
            assertThat(it.outcome().status()).isEqualTo(DeploymentStatus.FAILED);
            assertThat(it.outcome().reason()).isEqualTo("commit: 4f2a91c (expected: one of main)");
            assertThat(it.cluster.asked()).containsExactly("render");
        }
    }

    @Test
    void onlyThePhaseChangesLaterAndAtMostThreeTimes() {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.cluster.fails("awaitReady 0", 1, () -> Failures.stage("crash loop"));
            it.start();
            it.outcome();
            var upserts = it.events("upsertWorkflowSearchAttributesEventAttributes");
            assertThat(upserts)
                    .hasSizeBetween(1, 3)
                    .allSatisfy(event -> assertThat(event.at(
                                            "/upsertWorkflowSearchAttributesEventAttributes/searchAttributes/indexedFields")
                                    .fieldNames())
                            .toIterable()
                            .containsExactly(TemporalNames.PHASE.getName()));
        }
    }

    @Test
    void whoLooksInTemporalReadsWhatIsDoneAndWhatIsWaitedFor() throws Exception {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.start();
            it.untilWaitingAt(2);
            var details = it.stub().query("__temporal_workflow_metadata", WorkflowMetadata.class);
            assertThat(details.getCurrentDetails())
                    .contains("**web** on **tokyo**, deployment 7")
                    .contains("Stage 3 of 5: WAIT_APPROVAL")
                    .contains("waiting for an approval: approved or rejected by");
            var summaries = it.events(SCHEDULED).stream()
                    .map(event -> event.at("/userMetadata/summary/data").asText())
                    .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8))
                    .toList();
            assertThat(summaries)
                    .containsExactly(
                            "\"render web\"",
                            "\"K8S_CANARY_ROLLOUT: apply\"",
                            "\"K8S_CANARY_ROLLOUT: wait until ready\"");
        }
    }

    @Test
    void noPayloadOfADeploymentIsLargerThanSixtyFourKibibytes() throws Exception {
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.start();
            it.untilWaitingAt(2);
            it.command(new Row(CommandKind.APPROVE, 2, "ada", ""));
            it.outcome();
            assertThat(it.events("eventId"))
                    .hasSizeGreaterThan(20)
                    .allSatisfy(event -> assertThat(event.toString()).hasSizeLessThan(64 << 10));
        }
    }

    @Test
    void aClusterThatDiesIsNoticedWithinSeconds() {
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.start();
            it.outcome();
            assertThat(it.events(SCHEDULED)).hasSize(3).allSatisfy(event -> {
                assertThat(event.at("/" + SCHEDULED + "/heartbeatTimeout").asText())
                        .isEqualTo("5s");
                assertThat(event.at("/" + SCHEDULED + "/retryPolicy/maximumAttempts")
                                .asInt())
                        .isZero();
            });
        }
    }

    /// For how long the only wait was to last; Temporal's test server skips further than that.
    private static Duration waited(DeploymentFixture it) {
        var timers = it.events("timerStartedEventAttributes");
        assertThat(timers).hasSize(1);
        var text = timers.getFirst()
                .at("/timerStartedEventAttributes/startToFireTimeout")
                .asText();
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
}
