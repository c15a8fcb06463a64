package io.penstock.workflows.stage;

import java.time.Duration;
import java.util.List;

/// A stage of Kubernetes on one cluster.
public sealed interface KubernetesStage extends Stage {
    /// Applies everything the application contains.
    @StageName(value = "K8S_SYNC", doc = "Applies everything the application contains.")
    record Sync(
            @Doc("Add the variant label to selector and template of the workloads; a running Deployment refuses it.")
            boolean addVariantLabelToSelector,

            @Doc("Delete what the application no longer contains.")
            boolean prune,

            @Doc(
                    value = "Whether the stage ends only when what it changed is available.",
                    fallback = "true",
                    addition = true)
            boolean waitForReady,

            @Doc(
                    value = "After this time without becoming available the stage fails.",
                    range = "more than 0",
                    fallback = "10m",
                    addition = true)
            Duration readyTimeout,

            @Doc(
                    value =
                            "A failure that does not mend itself, such as an image that cannot be pulled, fails the stage"
                                    + " after this time without progress.",
                    range = "more than 0",
                    fallback = "60s",
                    addition = true)
            Duration failFastAfter)
            implements KubernetesStage, Rollout {}

    /// Brings primary to the new version.
    @StageName(value = "K8S_PRIMARY_ROLLOUT", doc = "Brings primary to the new version.")
    record PrimaryRollout(
            @Doc("Suffix of the copies; the variant's value when empty.")
            String suffix,

            @Doc("Make a Service of the variant's own.") boolean createService,

            @Doc("Add the variant label to selector and template of the workloads; a running Deployment refuses it.")
            boolean addVariantLabelToSelector,

            @Doc("Delete what the application no longer contains.")
            boolean prune,

            @Doc(
                    value = "Whether the stage ends only when what it changed is available.",
                    fallback = "true",
                    addition = true)
            boolean waitForReady,

            @Doc(
                    value = "After this time without becoming available the stage fails.",
                    range = "more than 0",
                    fallback = "10m",
                    addition = true)
            Duration readyTimeout,

            @Doc(
                    value =
                            "A failure that does not mend itself, such as an image that cannot be pulled, fails the stage"
                                    + " after this time without progress.",
                    range = "more than 0",
                    fallback = "60s",
                    addition = true)
            Duration failFastAfter)
            implements KubernetesStage, Rollout {}

    /// Starts copies of the workloads with the new version.
    @StageName(value = "K8S_CANARY_ROLLOUT", doc = "Starts copies of the workloads with the new version.")
    record CanaryRollout(
            @Doc(value = "Pods of the variant: a number, or a share of the workload's own.", fallback = "1")
            Replicas replicas,

            @Doc("Suffix of the copies; the variant's value when empty.")
            String suffix,

            @Doc("Make a Service of the variant's own.") boolean createService,

            @Doc("Changes to the copied manifests.") List<Patch> patches,

            @Doc(
                    value = "Whether the stage ends only when what it changed is available.",
                    fallback = "true",
                    addition = true)
            boolean waitForReady,

            @Doc(
                    value = "After this time without becoming available the stage fails.",
                    range = "more than 0",
                    fallback = "10m",
                    addition = true)
            Duration readyTimeout,

            @Doc(
                    value =
                            "A failure that does not mend itself, such as an image that cannot be pulled, fails the stage"
                                    + " after this time without progress.",
                    range = "more than 0",
                    fallback = "60s",
                    addition = true)
            Duration failFastAfter)
            implements KubernetesStage, Rollout {
        public CanaryRollout {
            patches = Frozen.list(patches);
        }
    }

    /// Removes the canary.
    @StageName(value = "K8S_CANARY_CLEAN", doc = "Removes the canary.")
    record CanaryClean() implements KubernetesStage {}

    /// Starts copies of the workloads with the running version.
    @StageName(value = "K8S_BASELINE_ROLLOUT", doc = "Starts copies of the workloads with the running version.")
    record BaselineRollout(
            @Doc(value = "Pods of the variant: a number, or a share of the workload's own.", fallback = "1")
            Replicas replicas,

            @Doc("Suffix of the copies; the variant's value when empty.")
            String suffix,

            @Doc("Make a Service of the variant's own.") boolean createService,

            @Doc(
                    value = "Whether the stage ends only when what it changed is available.",
                    fallback = "true",
                    addition = true)
            boolean waitForReady,

            @Doc(
                    value = "After this time without becoming available the stage fails.",
                    range = "more than 0",
                    fallback = "10m",
                    addition = true)
            Duration readyTimeout,

            @Doc(
                    value =
                            "A failure that does not mend itself, such as an image that cannot be pulled, fails the stage"
                                    + " after this time without progress.",
                    range = "more than 0",
                    fallback = "60s",
                    addition = true)
            Duration failFastAfter)
            implements KubernetesStage, Rollout {}

    /// Removes the baseline.
    @StageName(value = "K8S_BASELINE_CLEAN", doc = "Removes the baseline.")
    record BaselineClean() implements KubernetesStage {}

    /// Divides traffic between the variants.
    @StageName(value = "K8S_TRAFFIC_ROUTING", doc = "Divides traffic between the variants.")
    record TrafficRouting(
            @Doc(value = "The variant that gets all traffic.", range = "primary, canary or baseline")
            String all,

            @Doc(value = "Share of primary.", unit = "percent", fallback = "0")
            Percent primary,

            @Doc(value = "Share of canary.", unit = "percent", fallback = "0")
            Percent canary,

            @Doc(value = "Share of baseline.", unit = "percent", fallback = "0")
            Percent baseline)
            implements KubernetesStage {}

    /// Brings back what ran before.
    @StageName(value = "ROLLBACK", doc = "Brings back what ran before.", planned = true)
    record Rollback(
            @Doc("Delete what the application no longer contains.")
            boolean prune,

            @Doc(
                    value = "Whether the stage ends only when what it changed is available.",
                    fallback = "true",
                    addition = true)
            boolean waitForReady,

            @Doc(
                    value = "After this time without becoming available the stage fails.",
                    range = "more than 0",
                    fallback = "10m",
                    addition = true)
            Duration readyTimeout,

            @Doc(
                    value =
                            "A failure that does not mend itself, such as an image that cannot be pulled, fails the stage"
                                    + " after this time without progress.",
                    range = "more than 0",
                    fallback = "60s",
                    addition = true)
            Duration failFastAfter)
            implements KubernetesStage, Rollout {}
}
