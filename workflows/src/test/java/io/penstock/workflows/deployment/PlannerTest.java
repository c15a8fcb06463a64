package io.penstock.workflows.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.deployment.PlanFacts.CommitMatch;
import io.penstock.workflows.kubernetes.KubernetesActivities.Rendered;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PlannerTest {
    private static final ApplicationConfig CANARY = Configs.canary();

    @Test
    void whoAsksForAStrategyGetsItWhateverElseIsTrue() {
        var quick = Planner.plan(input(TriggerKind.COMMAND, Strategy.QUICK_SYNC), rendered(CANARY, changed("image")));
        assertThat(quick.strategy()).isEqualTo(Strategy.QUICK_SYNC);
        assertThat(quick.reason()).isEqualTo("ada asked for a quick sync");
        var pipeline = Planner.plan(input(TriggerKind.COMMAND, Strategy.PIPELINE), rendered(CANARY, changed(null)));
        assertThat(pipeline.strategy()).isEqualTo(Strategy.PIPELINE);
        assertThat(pipeline.stages()).hasSize(5);
    }

    @Test
    void thePipelineCannotBeAskedForWhereThereIsNone() {
        var plan = Planner.plan(
                input(TriggerKind.COMMAND, Strategy.PIPELINE), rendered(Configs.quick(), changed("image")));
        assertThat(plan.refusal()).contains("pipeline: none").contains("ada asked for the pipeline");
    }

    @Test
    void withoutAPipelineItIsAQuickSync() {
        var plan = Planner.plan(input(TriggerKind.COMMIT, null), rendered(Configs.quick(), changed("image")));
        assertThat(plan.strategy()).isEqualTo(Strategy.QUICK_SYNC);
        assertThat(plan.stages())
                .singleElement()
                .satisfies(stage -> assertThat(stage.name()).isEqualTo("K8S_SYNC"));
    }

    @Test
    void theCommitMessageDecidesForAPushAndForNothingElse() {
        var facts = new Facts(CommitMatch.QUICK_SYNC, true, "image", null, null);
        assertThat(Planner.plan(input(TriggerKind.COMMIT, null), rendered(CANARY, facts))
                        .strategy())
                .isEqualTo(Strategy.QUICK_SYNC);
        assertThat(Planner.plan(input(TriggerKind.CHAIN, null), rendered(CANARY, facts))
                        .strategy())
                .isEqualTo(Strategy.PIPELINE);
        var pipeline = new Facts(CommitMatch.PIPELINE, true, null, null, null);
        assertThat(Planner.plan(input(TriggerKind.COMMIT, null), rendered(CANARY, pipeline))
                        .strategy())
                .isEqualTo(Strategy.PIPELINE);
    }

    @Test
    void theFirstDeploymentIsAQuickSync() {
        var plan = Planner.plan(DeploymentFixture.input(true), rendered(CANARY, changed("image")));
        assertThat(plan.strategy()).isEqualTo(Strategy.QUICK_SYNC);
        assertThat(plan.reason()).isEqualTo("this is the first deployment");
    }

    @Test
    void whatDiffersDecidesTheRest() {
        assertPlanned(new Facts(CommitMatch.NONE, false, "image", null, null), Strategy.QUICK_SYNC, "no workloads");
        assertPlanned(new Facts(CommitMatch.NONE, true, null, null, "no such key"), Strategy.PIPELINE, "no such key");
        assertPlanned(changed("spec.template.spec"), Strategy.PIPELINE, "the Pod template changed: spec.template.spec");
        assertPlanned(
                new Facts(CommitMatch.NONE, true, null, "ConfigMap web", null), Strategy.PIPELINE, "ConfigMap web");
        assertPlanned(changed(null), Strategy.QUICK_SYNC, "neither Pod templates nor configuration changed");
    }

    @Test
    void anotherContentOrAnotherPipelineIsAnotherPlan() {
        var one = Planner.plan(input(TriggerKind.COMMIT, null), rendered(CANARY, changed("image")));
        var same = Planner.plan(input(TriggerKind.COMMIT, null), rendered(CANARY, changed("image")));
        var other = Planner.plan(input(TriggerKind.COMMIT, null), rendered(CANARY, changed(null)));
        assertThat(one.digest()).isEqualTo(same.digest()).isNotEqualTo(other.digest());
    }

    private static void assertPlanned(Facts facts, Strategy strategy, String reason) {
        var plan = Planner.plan(input(TriggerKind.COMMIT, null), rendered(CANARY, facts));
        assertThat(plan.strategy()).isEqualTo(strategy);
        assertThat(plan.reason()).contains(reason);
    }

    private static Facts changed(@Nullable String path) {
        return new Facts(CommitMatch.NONE, true, path, null, null);
    }

    private static Rendered rendered(ApplicationConfig config, Facts facts) {
        var rendered = DeploymentFixture.rendered(config);
        return new Rendered(
                rendered.commit(),
                rendered.bundle(),
                rendered.contentDigest(),
                new PlanFacts(
                        config,
                        facts.match(),
                        facts.workloads(),
                        facts.template(),
                        facts.configuration(),
                        facts.unknown(),
                        "",
                        List.of(),
                        "penstock",
                        List.of()));
    }

    private static DeploymentInput input(TriggerKind trigger, @Nullable Strategy asked) {
        var it = DeploymentFixture.input(false);
        return new DeploymentInput(
                it.deployment(),
                it.application(),
                it.name(),
                it.project(),
                it.cluster(),
                it.repository(),
                it.path(),
                it.configFile(),
                it.number(),
                it.epoch(),
                it.commit(),
                trigger,
                asked,
                asked == null ? null : "ada",
                it.running(),
                it.chain());
    }

    private record Facts(
            CommitMatch match,
            boolean workloads,
            @Nullable String template,
            @Nullable String configuration,
            @Nullable String unknown) {}
}
