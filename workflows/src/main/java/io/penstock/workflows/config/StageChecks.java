package io.penstock.workflows.config;

import io.penstock.workflows.config.KubernetesConfig.TrafficRouting;
import io.penstock.workflows.config.KubernetesConfig.WorkloadReference;
import io.penstock.workflows.stage.CloudRunStage;
import io.penstock.workflows.stage.ControlStage;
import io.penstock.workflows.stage.EcsStage;
import io.penstock.workflows.stage.KubernetesStage;
import io.penstock.workflows.stage.LambdaStage;
import io.penstock.workflows.stage.MultiClusterStage;
import io.penstock.workflows.stage.Patch;
import io.penstock.workflows.stage.Rollout;
import io.penstock.workflows.stage.Stage;
import io.penstock.workflows.stage.TerraformStage;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/// Refuses options of a stage that could only fail later.
final class StageChecks {
    private static final Set<String> VARIANTS = Set.of("primary", "canary", "baseline");

    private final Source source;
    private final PlatformConfig platform;
    private final boolean plugins;

    StageChecks(Source source, PlatformConfig platform, boolean plugins) {
        this.source = source;
        this.platform = platform;
        this.plugins = plugins;
    }

    void check(Stage stage) {
        switch (stage) {
            case ControlStage control -> control(control);
            case KubernetesStage kubernetes -> kubernetes(kubernetes, kubernetes);
            case MultiClusterStage multi -> kubernetes(multi.single(), multi);
            case TerraformStage _, CloudRunStage _, LambdaStage _, EcsStage _ -> {}
        }
        if (stage instanceof Rollout rollout) {
            patient(rollout);
        }
    }

    private void patient(Rollout rollout) {
        if (rollout.failFastAfter().compareTo(rollout.readyTimeout()) > 0) {
            source.warn(
                    source.place(rollout, "failFastAfter"),
                    GoDuration.format(rollout.failFastAfter()),
                    "at most readyTimeout, " + GoDuration.format(rollout.readyTimeout()));
        }
    }

    private void control(ControlStage stage) {
        switch (stage) {
            case ControlStage.Wait wait -> {
                var place = source.place(wait, "duration");
                var node = place.node();
                if (plugins && node == null) {
                    source.missing(place, GoDuration.EXPECTED);
                } else if (plugins && node != null && isZero(node)) {
                    source.error(place, Scalars.describe(node), GoDuration.EXPECTED + ", more than 0");
                }
            }
            case ControlStage.WaitApproval approval -> {
                if (approval.minApproverNum() < 1) {
                    source.error(
                            source.place(approval, "minApproverNum"),
                            Integer.toString(approval.minApproverNum()),
                            "1 or more");
                }
                if (plugins && approval.approvers().isEmpty()) {
                    source.missing(source.place(approval, "approvers"), "at least one approver");
                }
                blank(approval, "approvers", approval.approvers());
            }
            case ControlStage.Analysis analysis -> new AnalysisChecks(source).check(analysis);
            case ControlStage.ScriptRun script -> {
                if (plugins && script.run().isEmpty()) {
                    source.missing(source.place(script, "run"), "a script");
                }
            }
            case ControlStage.CustomSync _, ControlStage.ScriptRunRollback _ -> {}
        }
        Patterns.check(source, stage);
    }

    /// The record holds the default in place of an explicit zero.
    private static boolean isZero(Node node) {
        try {
            return Scalars.duration(node).isZero();
        } catch (Scalars.WrongValue _) {
            return false;
        }
    }

    private void blank(Object stage, String field, List<String> texts) {
        for (var i = 0; i < texts.size(); i++) {
            if (texts.get(i).isBlank()) {
                source.error(source.item(stage, field, i), "empty", "a name");
            }
        }
    }

    /// @param options the stage for one cluster
    /// @param read the record that was read, which knows its places
    private void kubernetes(KubernetesStage options, Stage read) {
        switch (options) {
            case KubernetesStage.CanaryRollout canary -> {
                deploymentsOnly(read);
                canary.patches().forEach(this::patch);
            }
            case KubernetesStage.BaselineRollout _ -> deploymentsOnly(read);
            case KubernetesStage.TrafficRouting routing -> routing(routing, read);
            case KubernetesStage.Sync _, KubernetesStage.PrimaryRollout _, KubernetesStage.Rollback _ -> {}
            case KubernetesStage.CanaryClean _, KubernetesStage.BaselineClean _ -> {}
        }
    }

    private void patch(Patch patch) {
        for (var op : patch.ops()) {
            if (!op.op().equals("yaml-replace")) {
                source.error(source.place(op, "op"), op.op(), "yaml-replace");
            }
        }
    }

    /// Canaries and baselines are copies of Deployments only.
    private void deploymentsOnly(Stage stage) {
        for (var workload : workloads()) {
            if (!workload.kind().equals("Deployment")) {
                source.error(
                        source.place(workload, "kind"),
                        workload.kind(),
                        "Deployment, the only kind that " + stage.stageName() + " can copy");
            }
        }
    }

    private List<WorkloadReference> workloads() {
        return switch (platform) {
            case KubernetesConfig kubernetes -> kubernetes.workloads();
            case MultiClusterConfig multi -> multi.workloads();
            case TerraformConfig _, CloudRunConfig _, LambdaConfig _, EcsConfig _ -> List.of();
        };
    }

    private void routing(KubernetesStage.TrafficRouting routing, Stage read) {
        if (!routing.all().isEmpty()) {
            if (!VARIANTS.contains(routing.all())) {
                source.error(source.place(read, "all"), routing.all(), "primary, canary or baseline");
            } else if (routing.all().equals("baseline") && method() == TrafficRouting.Method.PODSELECTOR) {
                source.error(
                        source.place(read, "all"), routing.all(), "primary or canary, as a Service has one selector");
            }
            return;
        }
        var primary = routing.primary().value();
        var canary = routing.canary().value();
        var baseline = routing.baseline().value();
        if (primary + canary + baseline > 100) {
            source.error(
                    source.place(read, "primary"),
                    primary + " + " + canary + " + " + baseline,
                    "shares of at most 100 percent together");
        } else if (method() == TrafficRouting.Method.PODSELECTOR && primary != 100 && canary != 100) {
            source.error(
                    source.place(read, "primary"),
                    "primary " + primary + ", canary " + canary + ", baseline " + baseline,
                    "100 for primary or for canary, as a Service has one selector; shares need trafficRouting.method istio");
        }
    }

    private TrafficRouting.Method method() {
        return switch (platform) {
            case KubernetesConfig kubernetes -> kubernetes.trafficRouting().method();
            case MultiClusterConfig multi -> multi.trafficRouting().method();
            case TerraformConfig _, CloudRunConfig _, LambdaConfig _, EcsConfig _ -> TrafficRouting.Method.ISTIO;
        };
    }
}
