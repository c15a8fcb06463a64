package io.penstock.workflows.deployment;

import io.penstock.workflows.Json;
import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.deployment.Plan.PlannedStage;
import io.penstock.workflows.deployment.PlanFacts.CommitMatch;
import io.penstock.workflows.kubernetes.KubernetesActivities.Rendered;
import io.penstock.workflows.kubernetes.KubernetesActivities.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Decides how a deployment proceeds: quick sync or pipeline, and with which stages.
///
/// The order of the questions is PipeCD's; the first that fits decides. Nothing here asks anybody: all it needs
/// came with the rendering.
public final class Planner {
    /// Grows with every change of what is decided.
    public static final int ENGINE = 3;

    private Planner() {}

    public static Plan plan(DeploymentInput input, Rendered rendered) {
        var facts = rendered.facts();
        var choice = choose(input, facts);
        var wanted = choice.strategy() == Strategy.PIPELINE ? pipeline(facts) : quickSync(facts.config());
        var stages = AddedApprovals.in(wanted, input, facts);
        var refusal = choice.refusal() == null ? refusal(stages) : choice.refusal();
        return new Plan(
                ENGINE,
                choice.strategy(),
                choice.reason(),
                digest(input, rendered, stages),
                stages,
                facts.config().planner().autoRollback(),
                facts.config().timeout(),
                refusal);
    }

    private static Choice choose(DeploymentInput input, PlanFacts facts) {
        var asked = input.asked();
        if (asked != null) {
            return asked(asked, input, facts);
        }
        var config = facts.config();
        if (config.pipeline().isEmpty()) {
            return quick("the configuration has no pipeline");
        }
        if (config.planner().alwaysUsePipeline()) {
            return pipelined("the configuration says alwaysUsePipeline");
        }
        if (nobodyAsked(input) && facts.commitMatcher() == CommitMatch.PIPELINE) {
            return pipelined("the commit message matches commitMatcher.pipeline");
        }
        if (nobodyAsked(input) && facts.commitMatcher() == CommitMatch.QUICK_SYNC) {
            return quick("the commit message matches commitMatcher.quickSync");
        }
        return input.running() == null ? quick("this is the first deployment") : byDifference(facts);
    }

    /// The commit's message decides where neither a person nor a chain asked.
    private static boolean nobodyAsked(DeploymentInput input) {
        return switch (input.trigger()) {
            case COMMIT, REGISTRATION, OUT_OF_SYNC -> true;
            case COMMAND, CHAIN, ROLLBACK -> false;
        };
    }

    private static Choice asked(Strategy asked, DeploymentInput input, PlanFacts facts) {
        var by = input.by() == null ? input.trigger().name().toLowerCase(Locale.ROOT) : input.by();
        return switch (asked) {
            case QUICK_SYNC ->
                quick(
                        input.trigger() == TriggerKind.ROLLBACK
                                ? by + " goes back to an earlier deployment, whose bundle is applied at once"
                                : by + " asked for a quick sync");
            case PIPELINE ->
                facts.config().pipeline().isEmpty()
                        ? new Choice(
                                Strategy.PIPELINE,
                                by + " asked for the pipeline",
                                "pipeline: none (expected: stages in the configuration, because " + by
                                        + " asked for the pipeline)")
                        : pipelined(by + " asked for the pipeline");
        };
    }

    private static Choice byDifference(PlanFacts facts) {
        if (!facts.workloads()) {
            return quick("there are no workloads to compare");
        }
        if (facts.differenceUnknown() != null) {
            return pipelined("what runs could not be compared: " + facts.differenceUnknown());
        }
        if (facts.podTemplateChange() != null) {
            return pipelined("the Pod template changed: " + facts.podTemplateChange());
        }
        if (facts.configurationChange() != null) {
            return pipelined("configuration changed: " + facts.configurationChange());
        }
        return quick("neither Pod templates nor configuration changed");
    }

    private static List<PlannedStage> quickSync(ApplicationConfig config) {
        var sync = config.platformConfig().quickSync();
        return List.of(new PlannedStage(
                "sync", 0, sync.stageName(), "Apply everything", Source.QUICK_SYNC, 0, sync, null, false));
    }

    private static List<PlannedStage> pipeline(PlanFacts facts) {
        var stages = new ArrayList<PlannedStage>();
        for (var stage : facts.config().pipeline()) {
            var index = stages.size();
            stages.add(new PlannedStage(
                    stage.id(),
                    index,
                    stage.name(),
                    stage.description(),
                    Source.PIPELINE,
                    index,
                    stage.stage(),
                    stage.timeout(),
                    facts.skipped().contains(index)));
        }
        return List.copyOf(stages);
    }

    private static @Nullable String refusal(List<PlannedStage> stages) {
        for (var stage : stages) {
            var refusal = StageRunner.refusal(stage.stage());
            if (refusal != null) {
                return "stage " + (stage.index() + 1) + ": " + stage.name()
                        + " (expected: a stage that this version can" + " run; " + refusal + ")";
            }
        }
        return null;
    }

    private static String digest(DeploymentInput input, Rendered rendered, List<PlannedStage> stages) {
        var text = Json.write(List.of(
                ENGINE,
                input.cluster(),
                input.application(),
                rendered.contentDigest(),
                rendered.facts().tools(),
                stages));
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Choice quick(String reason) {
        return new Choice(Strategy.QUICK_SYNC, reason, null);
    }

    private static Choice pipelined(String reason) {
        return new Choice(Strategy.PIPELINE, reason, null);
    }

    private record Choice(
            Strategy strategy, String reason, @Nullable String refusal) {}
}
