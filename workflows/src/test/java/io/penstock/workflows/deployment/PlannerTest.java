package io.penstock.workflows.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.deployment.Plan.PlannedStage;
import io.penstock.workflows.deployment.PlanFacts.CommitMatch;
import io.penstock.workflows.kubernetes.KubernetesActivities.Rendered;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class PlannerTest {
    private static final ApplicationConfig CANARY = Configs.canary();
    private static final ApplicationConfig ALWAYS = Configs.always(CANARY);

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
    void theCommitMessageDecidesWhereNobodyAskedAndNowhereElse() {
        var quick = new Facts(CommitMatch.QUICK_SYNC, true, "image", null, null);
        var pipeline = new Facts(CommitMatch.PIPELINE, true, null, null, null);
        for (var trigger : TriggerKind.values()) {
            var nobody = Set.of(TriggerKind.COMMIT, TriggerKind.REGISTRATION, TriggerKind.OUT_OF_SYNC)
                    .contains(trigger);
            assertThat(Planner.plan(input(trigger, null), rendered(CANARY, quick))
                            .strategy())
                    .as(trigger.name())
                    .isEqualTo(nobody ? Strategy.QUICK_SYNC : Strategy.PIPELINE);
            assertThat(Planner.plan(input(trigger, null), rendered(CANARY, pipeline))
                            .strategy())
                    .as(trigger.name())
                    .isEqualTo(nobody ? Strategy.PIPELINE : Strategy.QUICK_SYNC);
        }
    }

    /// Each row fits one rung and all the rungs below it, so that only the order decides.
    @Test
    void theFirstRungThatFitsDecides() {
        var push = input(TriggerKind.COMMIT, null);
        var first = DeploymentFixture.input(true);
        var all = new Facts(CommitMatch.PIPELINE, false, "image", "ConfigMap web", "no such key");
        var quick = new Facts(CommitMatch.QUICK_SYNC, true, "image", "ConfigMap web", "no such key");
        var none = new Facts(CommitMatch.NONE, false, "image", "ConfigMap web", "no such key");
        rung("ada asked for a quick sync", input(TriggerKind.COMMAND, Strategy.QUICK_SYNC), ALWAYS, all);
        rung(
                "ada goes back to an earlier deployment, whose bundle is applied at once",
                input(TriggerKind.ROLLBACK, Strategy.QUICK_SYNC),
                ALWAYS,
                all);
        rung("ada asked for the pipeline", input(TriggerKind.COMMAND, Strategy.PIPELINE), CANARY, quick);
        rung("the configuration has no pipeline", push, Configs.always(Configs.quick()), all);
        rung("the configuration says alwaysUsePipeline", first, ALWAYS, quick);
        rung("the commit message matches commitMatcher.pipeline", first, CANARY, all);
        rung("the commit message matches commitMatcher.quickSync", push, CANARY, quick);
        rung("this is the first deployment", first, CANARY, none);
        rung("there are no workloads to compare", push, CANARY, none);
        rung(
                "what runs could not be compared: no such key",
                push,
                CANARY,
                new Facts(CommitMatch.NONE, true, null, null, "no such key"));
        rung(
                "the Pod template changed: image",
                push,
                CANARY,
                new Facts(CommitMatch.NONE, true, "image", "ConfigMap web", null));
        rung(
                "configuration changed: ConfigMap web",
                push,
                CANARY,
                new Facts(CommitMatch.NONE, true, null, "ConfigMap web", null));
        rung("neither Pod templates nor configuration changed", push, CANARY, changed(null));
    }

    private static void rung(String reason, DeploymentInput input, ApplicationConfig config, Facts facts) {
        var plan = Planner.plan(input, rendered(config, facts));
        assertThat(plan.reason()).isEqualTo(reason);
        var expected = Set.of(
                                "ada asked for a quick sync",
                                "ada goes back to an earlier deployment, whose bundle is applied at once",
                                "the configuration has no pipeline",
                                "the commit message matches commitMatcher.quickSync",
                                "this is the first deployment",
                                "there are no workloads to compare",
                                "neither Pod templates nor configuration changed")
                        .contains(reason)
                ? Strategy.QUICK_SYNC
                : Strategy.PIPELINE;
        assertThat(plan.strategy()).as(reason).isEqualTo(expected);
        assertThat(plan.refusal()).isNull();
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

    @ParameterizedTest
    @CsvSource({
        "COMMIT, true, 10, K8S_SYNC",
        "COMMIT, true, 11, WAIT_APPROVAL K8S_SYNC",
        "COMMIT, false, 11, K8S_SYNC",
        "ROLLBACK, true, 11, K8S_SYNC",
    })
    void manyDeletionsWaitForAnApproval(TriggerKind trigger, boolean prune, int removed, String stages) {
        var plan = Planner.plan(input(trigger, Strategy.QUICK_SYNC), with(Configs.pruning(prune), removed, null));
        assertThat(plan.stages().stream().map(PlannedStage::name)).containsExactly(stages.split(" "));
        assertThat(plan.stages()).extracting(PlannedStage::index).isSorted().doesNotHaveDuplicates();
        assertThat(plan.stages().getLast().sourceIndex()).isZero();
        if (plan.stages().size() > 1) {
            assertThat(plan.stages().getFirst().description())
                    .isEqualTo("11 objects are no longer in Git and would be deleted");
        }
    }

    @Test
    void whoeverApprovesThePipelineApprovesItsDeletions() {
        var asked = Configs.approvals(1);
        var plan = Planner.plan(input(TriggerKind.COMMAND, Strategy.PIPELINE), with(asked, 99, null));
        assertThat(plan.stages()).hasSameSizeAs(asked.pipeline());
    }

    @Test
    void whatWasRenderedAnewIsApprovedAnew() {
        var back = input(TriggerKind.ROLLBACK, Strategy.QUICK_SYNC);
        var plan = Planner.plan(back, with(Configs.quick(), 0, "the control plane no longer has it"));
        assertThat(plan.stages()).extracting(PlannedStage::name).containsExactly("WAIT_APPROVAL", "K8S_SYNC");
        assertThat(plan.stages().getFirst().description()).endsWith("anew: the control plane no longer has it");
    }

    private static Rendered with(ApplicationConfig config, int removed, @Nullable String renderedAgain) {
        var rendered = DeploymentFixture.rendered(config);
        var facts = rendered.facts();
        return new Rendered(
                rendered.commit(),
                rendered.bundle(),
                rendered.contentDigest(),
                new PlanFacts(
                        facts.config(),
                        facts.commitMatcher(),
                        facts.workloads(),
                        facts.podTemplateChange(),
                        facts.configurationChange(),
                        facts.differenceUnknown(),
                        facts.summary(),
                        facts.warnings(),
                        facts.tools(),
                        facts.skipped(),
                        removed,
                        renderedAgain));
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
                        List.of(),
                        0,
                        null));
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
                it.chain(),
                it.stored());
    }

    private record Facts(
            CommitMatch match,
            boolean workloads,
            @Nullable String template,
            @Nullable String configuration,
            @Nullable String unknown) {}
}
