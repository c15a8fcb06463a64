package io.penstock.workflows.config;

import io.penstock.workflows.config.KubernetesConfig.VariantLabel;
import io.penstock.workflows.stage.KubernetesStage;
import io.penstock.workflows.stage.MultiClusterStage;
import io.penstock.workflows.stage.Stage;

/// The suffixes of a rollout's copies where the stage gives none.
///
/// The older form takes the variant label's values, the newer one fixed words, as PipeCD's pipeds do.
record Suffixes(String primary, String canary, String baseline) {
    static Suffixes of(VariantLabel label, boolean plugins) {
        return plugins
                ? new Suffixes("primary", "canary", "baseline")
                : new Suffixes(label.primaryValue(), label.canaryValue(), label.baselineValue());
    }

    Stage fill(Stage stage) {
        if (stage instanceof KubernetesStage.PrimaryRollout s && s.suffix().isEmpty()) {
            return new KubernetesStage.PrimaryRollout(
                    primary,
                    s.createService(),
                    s.addVariantLabelToSelector(),
                    s.prune(),
                    s.waitForReady(),
                    s.readyTimeout(),
                    s.failFastAfter());
        }
        if (stage instanceof KubernetesStage.CanaryRollout s && s.suffix().isEmpty()) {
            return new KubernetesStage.CanaryRollout(
                    s.replicas(),
                    canary,
                    s.createService(),
                    s.patches(),
                    s.waitForReady(),
                    s.readyTimeout(),
                    s.failFastAfter());
        }
        if (stage instanceof KubernetesStage.BaselineRollout s && s.suffix().isEmpty()) {
            return new KubernetesStage.BaselineRollout(
                    s.replicas(), baseline, s.createService(), s.waitForReady(), s.readyTimeout(), s.failFastAfter());
        }
        return stage instanceof MultiClusterStage multi ? fillMulti(multi) : stage;
    }

    private Stage fillMulti(MultiClusterStage stage) {
        if (stage instanceof MultiClusterStage.PrimaryRollout s && s.suffix().isEmpty()) {
            return new MultiClusterStage.PrimaryRollout(
                    s.multiTargets(),
                    primary,
                    s.createService(),
                    s.addVariantLabelToSelector(),
                    s.prune(),
                    s.waitForReady(),
                    s.readyTimeout(),
                    s.failFastAfter());
        }
        if (stage instanceof MultiClusterStage.CanaryRollout s && s.suffix().isEmpty()) {
            return new MultiClusterStage.CanaryRollout(
                    s.multiTargets(),
                    s.replicas(),
                    canary,
                    s.createService(),
                    s.patches(),
                    s.waitForReady(),
                    s.readyTimeout(),
                    s.failFastAfter());
        }
        if (stage instanceof MultiClusterStage.BaselineRollout s && s.suffix().isEmpty()) {
            return new MultiClusterStage.BaselineRollout(
                    s.multiTargets(),
                    s.replicas(),
                    baseline,
                    s.createService(),
                    s.waitForReady(),
                    s.readyTimeout(),
                    s.failFastAfter());
        }
        return stage;
    }
}
