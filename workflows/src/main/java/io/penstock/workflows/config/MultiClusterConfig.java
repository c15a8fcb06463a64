package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.penstock.workflows.config.KubernetesConfig.ServiceReference;
import io.penstock.workflows.config.KubernetesConfig.TrafficRouting;
import io.penstock.workflows.config.KubernetesConfig.VariantLabel;
import io.penstock.workflows.config.KubernetesConfig.WorkloadReference;
import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import io.penstock.workflows.stage.MultiClusterStage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Kubernetes part of an application that runs on several targets at once.
@JsonTypeName("KUBERNETES_MULTICLUSTER")
public record MultiClusterConfig(
        @Doc("Where the manifests come from.") KubernetesInput input,
        @Doc("Options of a quick sync.") MultiClusterStage.Sync quickSync,
        @Doc("The Service of the application.") ServiceReference service,

        @Doc("The workloads of the application; empty means all Deployments.")
        List<WorkloadReference> workloads,

        @Doc("How traffic is divided.") TrafficRouting trafficRouting,
        @Doc("The label that tells variants apart.") VariantLabel variantLabel)
        implements PlatformConfig {
    public MultiClusterConfig {
        workloads = Frozen.list(workloads);
    }

    /// The same configuration for one target.
    public KubernetesConfig single() {
        return new KubernetesConfig(
                input, quickSync.single(), service, workloads, trafficRouting, variantLabel, List.of());
    }

    @Override
    public MultiClusterStage.Rollback rollback() {
        return new MultiClusterStage.Rollback(
                List.of(),
                quickSync.prune(),
                quickSync.waitForReady(),
                quickSync.readyTimeout(),
                quickSync.failFastAfter());
    }

    @Override
    public @Nullable Boolean autoRollback() {
        return input.autoRollback();
    }

    @Override
    public Platform platform() {
        return Platform.KUBERNETES;
    }
}
