package io.penstock.workflows.stage;

import java.time.Duration;
import java.util.List;

/// A stage of Kubernetes on several targets at once; the rules are those of one cluster.
public sealed interface MultiClusterStage extends Stage {
    /// Names of the targets that the stage acts on; empty means all of the application's.
    List<String> multiTargets();

    /// The same stage for one target.
    KubernetesStage single();

    /// Applies everything the application contains, on every target.
    @StageName(value = "K8S_MULTI_SYNC", doc = "Applies everything the application contains, on every target.")
    record Sync(
            @Doc("Names of the targets to act on; empty means all.")
            List<String> multiTargets,

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
            implements MultiClusterStage, Rollout {
        public Sync {
            multiTargets = Frozen.list(multiTargets);
        }

        @Override
        public KubernetesStage.Sync single() {
            return new KubernetesStage.Sync(
                    addVariantLabelToSelector, prune, waitForReady, readyTimeout, failFastAfter);
        }
    }

    /// Brings primary to the new version, on every target.
    @StageName(value = "K8S_MULTI_PRIMARY_ROLLOUT", doc = "Brings primary to the new version, on every target.")
    record PrimaryRollout(
            @Doc("Names of the targets to act on; empty means all.")
            List<String> multiTargets,

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
            implements MultiClusterStage, Rollout {
        public PrimaryRollout {
            multiTargets = Frozen.list(multiTargets);
        }

        @Override
        public KubernetesStage.PrimaryRollout single() {
            return new KubernetesStage.PrimaryRollout(
                    suffix, createService, addVariantLabelToSelector, prune, waitForReady, readyTimeout, failFastAfter);
        }
    }

    /// Starts copies of the workloads with the new version, on every target.
    @StageName(
            value = "K8S_MULTI_CANARY_ROLLOUT",
            doc = "Starts copies of the workloads with the new version, on every target.")
    record CanaryRollout(
            @Doc("Names of the targets to act on; empty means all.")
            List<String> multiTargets,

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
            implements MultiClusterStage, Rollout {
        public CanaryRollout {
            multiTargets = Frozen.list(multiTargets);
            patches = Frozen.list(patches);
        }

        @Override
        public KubernetesStage.CanaryRollout single() {
            return new KubernetesStage.CanaryRollout(
                    replicas, suffix, createService, patches, waitForReady, readyTimeout, failFastAfter);
        }
    }

    /// Removes the canary, on every target.
    @StageName(value = "K8S_MULTI_CANARY_CLEAN", doc = "Removes the canary, on every target.")
    record CanaryClean(
            @Doc("Names of the targets to act on; empty means all.")
            List<String> multiTargets) implements MultiClusterStage {
        public CanaryClean {
            multiTargets = Frozen.list(multiTargets);
        }

        @Override
        public KubernetesStage.CanaryClean single() {
            return new KubernetesStage.CanaryClean();
        }
    }

    /// Starts copies of the workloads with the running version, on every target.
    @StageName(
            value = "K8S_MULTI_BASELINE_ROLLOUT",
            doc = "Starts copies of the workloads with the running version, on every target.")
    record BaselineRollout(
            @Doc("Names of the targets to act on; empty means all.")
            List<String> multiTargets,

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
            implements MultiClusterStage, Rollout {
        public BaselineRollout {
            multiTargets = Frozen.list(multiTargets);
        }

        @Override
        public KubernetesStage.BaselineRollout single() {
            return new KubernetesStage.BaselineRollout(
                    replicas, suffix, createService, waitForReady, readyTimeout, failFastAfter);
        }
    }

    /// Removes the baseline, on every target.
    @StageName(value = "K8S_MULTI_BASELINE_CLEAN", doc = "Removes the baseline, on every target.")
    record BaselineClean(
            @Doc("Names of the targets to act on; empty means all.")
            List<String> multiTargets) implements MultiClusterStage {
        public BaselineClean {
            multiTargets = Frozen.list(multiTargets);
        }

        @Override
        public KubernetesStage.BaselineClean single() {
            return new KubernetesStage.BaselineClean();
        }
    }

    /// Divides traffic between the variants, on every target.
    @StageName(value = "K8S_MULTI_TRAFFIC_ROUTING", doc = "Divides traffic between the variants, on every target.")
    record TrafficRouting(
            @Doc("Names of the targets to act on; empty means all.")
            List<String> multiTargets,

            @Doc(value = "The variant that gets all traffic.", range = "primary, canary or baseline")
            String all,

            @Doc(value = "Share of primary.", unit = "percent", fallback = "0")
            Percent primary,

            @Doc(value = "Share of canary.", unit = "percent", fallback = "0")
            Percent canary,

            @Doc(value = "Share of baseline.", unit = "percent", fallback = "0")
            Percent baseline)
            implements MultiClusterStage {
        public TrafficRouting {
            multiTargets = Frozen.list(multiTargets);
        }

        @Override
        public KubernetesStage.TrafficRouting single() {
            return new KubernetesStage.TrafficRouting(all, primary, canary, baseline);
        }
    }

    /// Brings back what ran before, on every target.
    @StageName(value = "K8S_MULTI_ROLLBACK", doc = "Brings back what ran before, on every target.", planned = true)
    record Rollback(
            @Doc("Names of the targets to act on; empty means all.")
            List<String> multiTargets,

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
            implements MultiClusterStage, Rollout {
        public Rollback {
            multiTargets = Frozen.list(multiTargets);
        }

        @Override
        public KubernetesStage.Rollback single() {
            return new KubernetesStage.Rollback(prune, waitForReady, readyTimeout, failFastAfter);
        }
    }
}
