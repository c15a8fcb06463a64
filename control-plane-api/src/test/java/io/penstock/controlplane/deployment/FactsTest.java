package io.penstock.controlplane.deployment;

import static io.penstock.controlplane.World.START;
import static io.penstock.controlplane.World.lastFacts;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.controlplane.World;
import io.penstock.workflows.deployment.CommitView;
import io.penstock.workflows.deployment.DeploymentInput;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.deployment.Fact;
import io.penstock.workflows.deployment.RecordActivities.PlanRequest;
import io.penstock.workflows.deployment.StageStatus;
import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.kubernetes.KubernetesActivities.Rendered;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FactsTest {
    private static final World WORLD = new World();
    private static int number;

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @Test
    void foldsADeploymentFromItsFacts() {
        var input = claimed();
        var plan = WORLD.plan(input, "run-1", World.config());
        assertThat(plan.stages()).hasSize(1);
        WORLD.facts(input.deployment(), "run-1", 2, new Fact.StageStarted(START, 0, "K8S_SYNC", false));
        assertThat(status(input)).isEqualTo("RUNNING");
        WORLD.facts(input.deployment(), "run-1", 3, new Fact.Waiting(START, 0, "the cluster is away", "its return"));
        assertThat(text("SELECT waiting #>> '{0,cause}' FROM deployment WHERE id = CAST(? AS uuid)", input))
                .isEqualTo("the cluster is away");
        assertThat(text("SELECT status FROM stage WHERE deployment = CAST(? AS uuid)", input))
                .isEqualTo("WAITING");
        WORLD.facts(
                input.deployment(),
                "run-1",
                4,
                new Fact.Resumed(START, 0),
                new Fact.StageEnded(START, 0, StageStatus.SUCCEEDED, null),
                new Fact.Finished(START, DeploymentStatus.SUCCEEDED, "done"));
        assertThat(status(input)).isEqualTo("SUCCEEDED");
        assertThat(text("""
                SELECT (running_deployment IS NULL) || ' ' || (good_deployment = CAST(? AS uuid)) || ' ' || sync_state
                    || ' ' || state || ' ' || description
                FROM application WHERE last_deployment = good_deployment
                    AND id = (SELECT application FROM deployment WHERE id = good_deployment) AND name = '%s'
                """.formatted(input.name()), input)).isEqualTo("true true SYNCED ACTIVE the shop");
    }

    @Test
    void goingBackLeavesTheApplicationOutOfSyncWithGit() {
        var application = WORLD.application("web" + ++number, "tokyo");
        for (var commit : List.of("1a", "2b")) {
            succeed(application, TriggerKind.COMMIT, commit);
            assertThat(sync(application)).isEqualTo("SYNCED");
        }
        succeed(application, TriggerKind.ROLLBACK, "1a");
        assertThat(sync(application)).isEqualTo("OUT_OF_SYNC");
        succeed(application, TriggerKind.ROLLBACK, "2b");
        assertThat(sync(application)).isEqualTo("SYNCED");
    }

    private static void succeed(ApplicationId application, TriggerKind kind, String commit) {
        var intent = WORLD.intent(application, kind, false);
        var input = Objects.requireNonNull(WORLD.claim(application, "lane-run").next());
        assertThat(input.deployment()).isEqualTo(intent);
        var shipped = new CommitView(new CommitId(commit.repeat(20)), "Ship it", "Ada <ada@example.com>", START);
        var like = World.rendered(World.config());
        var rendered = new Rendered(shipped, like.bundle(), like.contentDigest(), like.facts());
        WORLD.record.plan(new PlanRequest(input, "run-1", 0, List.of(), START, rendered, false));
        WORLD.facts(intent, "run-1", 1, new Fact.Finished(START, DeploymentStatus.SUCCEEDED, "done"));
    }

    private static String sync(ApplicationId application) {
        return WORLD.one(
                String.class, "SELECT sync_state FROM application WHERE id = CAST(? AS uuid)", application.value());
    }

    @Test
    void givesTheRecordedPlanAgain() {
        var input = claimed();
        var plan = WORLD.plan(input, "run-1", World.config());
        assertThat(WORLD.plan(input, "run-1", World.config())).isEqualTo(plan);
        assertThat(facts(input, false)).isEqualTo(2);
    }

    @Test
    void recordsTheStartOfTheOpeningStageWithThePlanAlsoWhereAnOlderBuildLeftOnlyThePlan() {
        var together = claimed();
        WORLD.plan(together, "run-1", World.config(), true);
        assertThat(facts(together, false)).isEqualTo(3);
        var later = claimed();
        var plan = WORLD.plan(later, "run-1", World.config());
        assertThat(WORLD.plan(later, "run-1", World.config(), true)).isEqualTo(plan);
        assertThat(WORLD.plan(later, "run-1", World.config(), true)).isEqualTo(plan);
        assertThat(facts(later, false)).isEqualTo(3);
        assertThat(facts(later, true)).isZero();
        for (var input : List.of(together, later)) {
            assertThat(text("SELECT status FROM stage WHERE deployment = CAST(? AS uuid)", input))
                    .isEqualTo("RUNNING");
        }
    }

    @Test
    void takesTheSameFactsTwiceAsOnce() {
        var input = claimed();
        WORLD.deploy(input, "run-1", World.config());
        WORLD.deploy(input, "run-1", World.config());
        assertThat(facts(input, false)).isEqualTo(5);
        assertThat(facts(input, true)).isZero();
        assertThat(WORLD.one(Integer.class, """
                SELECT attempts FROM stage WHERE deployment = CAST(? AS uuid)
                """, input.deployment().value())).isEqualTo(1);
    }

    @Test
    void withdrawsWhatAReplayTellsOtherwise() {
        var input = claimed();
        WORLD.deploy(input, "run-1", World.config());
        WORLD.facts(input.deployment(), "run-1", 3, new Fact.StageEnded(START, 0, StageStatus.FAILED, "no such image"));
        assertThat(status(input)).isEqualTo("RUNNING");
        assertThat(facts(input, true)).isEqualTo(2);
        assertThat(text("SELECT status_reason FROM stage WHERE deployment = CAST(? AS uuid)", input))
                .isEqualTo("no such image");
        assertThat(text("""
                SELECT running_deployment = deployment.id AND good_deployment IS NULL
                FROM application JOIN deployment ON deployment.application = application.id
                WHERE deployment.id = CAST(? AS uuid)
                """, input)).isEqualTo("t");
    }

    @Test
    void goesOnFromAResetAndLeavesOutWhatTheOlderRunSaysLater() {
        var input = claimed();
        WORLD.plan(input, "run-1", World.config());
        WORLD.facts(input.deployment(), "run-1", 2, lastFacts(DeploymentStatus.FAILED));
        WORLD.facts(input.deployment(), "run-2", 2, new Fact.StageStarted(START.plusSeconds(60), 0, "K8S_SYNC", false));
        assertThat(status(input)).isEqualTo("RUNNING");
        WORLD.facts(input.deployment(), "run-1", 5, new Fact.Finished(START, DeploymentStatus.CANCELLED, "late"));
        WORLD.facts(input.deployment(), "run-1", 5, new Fact.Finished(START, DeploymentStatus.CANCELLED, "late"));
        assertThat(status(input)).isEqualTo("RUNNING");
        assertThat(facts(input, true)).isEqualTo(1);
        WORLD.facts(input.deployment(), "run-2", 3, new Fact.Finished(START, DeploymentStatus.SUCCEEDED, "done"));
        assertThat(status(input)).isEqualTo("SUCCEEDED");
    }

    @Test
    void recordsALostDeploymentOnceAndWakesTheLaneForWhatWaits() {
        var input = claimed();
        WORLD.plan(input, "run-1", World.config());
        WORLD.intent(input.application(), TriggerKind.COMMIT, false);
        var before = lanes(input);
        Endings.record(WORLD.jdbi, input.deployment(), DeploymentStatus.FAILED, "terminated by ada");
        Endings.record(WORLD.jdbi, input.deployment(), DeploymentStatus.FAILED, "again");
        assertThat(status(input)).isEqualTo("FAILED");
        assertThat(text("SELECT status_reason FROM deployment WHERE id = CAST(? AS uuid)", input))
                .isEqualTo("terminated by ada");
        assertThat(lanes(input)).isEqualTo(before + 1);
    }

    @Test
    void theWatchLooksAgainWhereNotEvenACommitWasFoundOut() {
        var known = WORLD.claimed(WORLD.application("known", "tokyo")).deployment();
        var unknown = WORLD.claimed(WORLD.application("unknown", "tokyo")).deployment();
        WORLD.execute("UPDATE deployment SET commit = NULL WHERE id = CAST(? AS uuid)", unknown.value());
        WORLD.execute("DELETE FROM outbox");
        Endings.record(WORLD.jdbi, known, DeploymentStatus.FAILED, "no such file");
        assertThat(WORLD.texts("SELECT key FROM outbox")).isEmpty();
        Endings.record(WORLD.jdbi, unknown, DeploymentStatus.FAILED, "no such file");
        assertThat(WORLD.texts("SELECT key FROM outbox")).containsExactly("watch/tokyo/shop");
    }

    @Test
    void keepsTwentyThousandFactsOnceThoughSentTwice() throws Exception {
        var inputs = new ArrayList<DeploymentInput>();
        for (var deployment = 0; deployment < 200; deployment++) {
            inputs.add(claimed());
        }
        var work = new ArrayList<Callable<Void>>();
        for (var input : inputs) {
            for (var time = 0; time < 2; time++) {
                work.add(() -> {
                    hundredFacts(input);
                    return null;
                });
            }
        }
        var begin = System.nanoTime();
        try (var executor = Executors.newFixedThreadPool(6)) {
            for (var done : executor.invokeAll(work)) {
                done.get();
            }
        }
        var seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("40,000 facts in %.1f s, %.2f ms for each of 4,000 batches%n", seconds, seconds / 4);
        for (var input : inputs) {
            assertThat(facts(input, false)).isEqualTo(100);
            assertThat(status(input)).isEqualTo("SUCCEEDED");
        }
        assertThat(WORLD.one(Integer.class, "SELECT count(*) FROM fact WHERE run_id = 'many' AND withdrawn"))
                .isZero();
    }

    private static void hundredFacts(DeploymentInput input) {
        for (var batch = 0; batch < 10; batch++) {
            var facts = new ArrayList<Fact>();
            for (var fact = 0; fact < 10; fact++) {
                facts.add(
                        batch == 9 && fact == 9
                                ? new Fact.Finished(START, DeploymentStatus.SUCCEEDED, "done")
                                : new Fact.StageStarted(START.plusSeconds(fact), batch, "WAIT", false));
            }
            WORLD.facts(input.deployment(), "many", batch * 10, facts.toArray(Fact[]::new));
        }
    }

    private static DeploymentInput claimed() {
        return WORLD.claimed(WORLD.application("facts-" + number++, "tokyo"));
    }

    private static String status(DeploymentInput input) {
        return text("SELECT status FROM deployment WHERE id = CAST(? AS uuid)", input);
    }

    private static String text(String sql, DeploymentInput input) {
        return WORLD.one(String.class, sql, input.deployment().value());
    }

    private static int facts(DeploymentInput input, boolean withdrawn) {
        return WORLD.one(
                Integer.class,
                "SELECT count(*) FROM fact WHERE deployment = CAST(? AS uuid) AND withdrawn = ?",
                input.deployment().value(),
                withdrawn);
    }

    private static int lanes(DeploymentInput input) {
        return WORLD.one(Integer.class, "SELECT count(*) FROM outbox WHERE key = ?", "lane/" + input.application());
    }
}
