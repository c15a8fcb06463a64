package io.penstock.workflows.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.workflows.Json;
import io.penstock.workflows.config.ApplicationConfig;
import java.io.UncheckedIOException;

/// Configurations that tests deploy, in the form in which they travel.
final class Configs {
    private static final String READY = ", waitForReady: true, readyTimeout: PT10M, failFastAfter: PT1M";
    private static final String SKIP = "skipOn: {commitMessagePrefixes: [], paths: []}";

    private Configs() {}

    static ApplicationConfig quick() {
        return of("");
    }

    /// A quick sync alone, which deletes what is gone or leaves it.
    static ApplicationConfig pruning(boolean prune) {
        var tree = (ObjectNode) Json.wire().valueToTree(quick());
        ((ObjectNode) tree.at("/platformConfig/quickSync")).put("prune", prune);
        return Json.wire().convertValue(tree, ApplicationConfig.class);
    }

    /// Canary, five minutes, approval, primary, clean.
    static ApplicationConfig canary() {
        return of(stage(0, "name: K8S_CANARY_ROLLOUT, suffix: '', createService: false, patches: []" + READY)
                + stage(1, "name: WAIT, duration: PT5M, " + SKIP)
                + stage(2, "name: WAIT_APPROVAL, timeout: PT6H, approvers: [], minApproverNum: 1, " + SKIP)
                + stage(3, "name: K8S_PRIMARY_ROLLOUT, suffix: ''" + READY)
                + stage(4, "name: K8S_CANARY_CLEAN"));
    }

    /// As many approvals as there are numbers, one after another, of so many people each.
    static ApplicationConfig approvals(int... people) {
        var stages = new StringBuilder();
        for (var index = 0; index < people.length; index++) {
            stages.append(stage(
                    index,
                    "name: WAIT_APPROVAL, timeout: PT6H, approvers: [], minApproverNum: " + people[index] + ", "
                            + SKIP));
        }
        return of(stages.toString());
    }

    /// The same, with `alwaysUsePipeline`.
    static ApplicationConfig always(ApplicationConfig config) {
        return planner(config, "alwaysUsePipeline", true);
    }

    /// The same, without `autoRollback`.
    static ApplicationConfig withoutRollback(ApplicationConfig config) {
        return planner(config, "autoRollback", false);
    }

    private static ApplicationConfig planner(ApplicationConfig config, String option, boolean value) {
        var tree = (ObjectNode) Json.wire().valueToTree(config);
        ((ObjectNode) tree.get("planner")).put(option, value);
        return Json.wire().convertValue(tree, ApplicationConfig.class);
    }

    /// One wait, given as ISO 8601.
    static ApplicationConfig waiting(String duration) {
        return of(stage(0, "name: WAIT, duration: " + duration + ", " + SKIP));
    }

    /// A stage that this version cannot run, after one that it can.
    static ApplicationConfig unbuilt() {
        return of(stage(0, "name: K8S_CANARY_CLEAN") + stage(1, "name: K8S_BASELINE_CLEAN"));
    }

    private static String stage(int index, String stage) {
        var name = stage.substring("name: ".length()).split(",", 2)[0];
        return "- {id: stage-" + index + ", index: " + index + ", name: " + name + ", description: '', " + SKIP
                + ", stage: {" + stage + "}}\n";
    }

    private static ApplicationConfig of(String pipeline) {
        var text =
                "file: application\nkind: KubernetesApp\nplatform: KUBERNETES\nname: web\nlabels: {}\ndescription: ''\n"
                        + "planner: {alwaysUsePipeline: false, autoRollback: true}\n"
                        + "trigger: {onCommit: {disabled: false, paths: [], ignores: []}}\n"
                        + "timeout: PT24H\n"
                        + "platformConfig: {type: KUBERNETES, quickSync: {name: K8S_SYNC, prune: false" + READY + "}}\n"
                        + "pipeline:\n" + (pipeline.isEmpty() ? "  []\n" : pipeline);
        try {
            return Json.wire()
                    .convertValue(
                            new com.fasterxml.jackson.dataformat.yaml.YAMLMapper().readTree(text),
                            ApplicationConfig.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
