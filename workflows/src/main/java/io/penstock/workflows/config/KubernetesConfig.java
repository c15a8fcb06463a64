package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import io.penstock.workflows.stage.KubernetesStage;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The Kubernetes part of an application's file.
@JsonTypeName("KUBERNETES")
public record KubernetesConfig(
        @Doc("Where the manifests come from.") KubernetesInput input,
        @Doc("Options of a quick sync.") KubernetesStage.Sync quickSync,
        @Doc("The Service of the application.") ServiceReference service,

        @Doc("The workloads of the application; empty means all Deployments.")
        List<WorkloadReference> workloads,

        @Doc("How traffic is divided.") TrafficRouting trafficRouting,
        @Doc("The label that tells variants apart.") VariantLabel variantLabel,

        @Doc("Objects that go to other platform providers.") List<ResourceRoute> resourceRoutes)
        implements PlatformConfig {
    public KubernetesConfig {
        workloads = Frozen.list(workloads);
        resourceRoutes = Frozen.list(resourceRoutes);
    }

    @Override
    public KubernetesStage.Rollback rollback() {
        return new KubernetesStage.Rollback(
                quickSync.prune(), quickSync.waitForReady(), quickSync.readyTimeout(), quickSync.failFastAfter());
    }

    @Override
    public @Nullable Boolean autoRollback() {
        return input.autoRollback();
    }

    @Override
    public Platform platform() {
        return Platform.KUBERNETES;
    }

    /// The Service whose copies the variants get and whose selector is switched; all Services when the name is
    /// empty.
    public record ServiceReference(
            @Doc(value = "Kind of the object.", fallback = "Service")
            String kind,

            @Doc("Name of the object.") String name) {}

    /// A workload that gets variants.
    public record WorkloadReference(
            @Doc(value = "Kind of the object.", fallback = "Deployment")
            String kind,

            @Doc("Name of the object; empty means all of the kind.")
            String name) {}

    /// How traffic is divided.
    public record TrafficRouting(
            @Doc(value = "The means.", range = "podselector or istio", fallback = "podselector")
            Method method,

            @Doc("Options of Istio.") Istio istio) {

        /// The means of dividing traffic.
        public enum Method {
            @JsonProperty("podselector")
            PODSELECTOR,
            @JsonProperty("istio")
            ISTIO
        }
    }

    /// Which routes of which VirtualService are changed.
    public record Istio(
            @Doc("The host whose destinations are divided.") String host,

            @Doc("Names of the routes that may be changed; empty means all.")
            List<String> editableRoutes,

            @Doc("The VirtualService; the first one when no name is given.")
            VirtualServiceReference virtualService) {
        public Istio {
            editableRoutes = Frozen.list(editableRoutes);
        }
    }

    /// The VirtualService that is changed.
    public record VirtualServiceReference(
            @Doc(value = "Kind of the object.", range = "VirtualService", fallback = "VirtualService")
            String kind,

            @Doc("Name of the object.") String name) {}

    /// The label that tells variants apart, and its values.
    public record VariantLabel(
            @Doc(value = "Key of the label.", fallback = "pipecd.dev/variant")
            String key,

            @Doc(value = "Value of primary.", fallback = "primary")
            String primaryValue,

            @Doc(value = "Value of canary.", fallback = "canary")
            String canaryValue,

            @Doc(value = "Value of baseline.", fallback = "baseline")
            String baselineValue) {}

    /// Objects that go to another platform provider; the first route that matches counts.
    public record ResourceRoute(
            @Doc("The provider, by name or labels.") ProviderReference provider,

            @Doc("Which objects; all when absent.") @Nullable
            ResourceMatch match) {}

    /// A platform provider by name, or all that carry the labels.
    public record ProviderReference(
            @Doc("Name of the provider.") String name,

            @Doc("Labels of the providers.") SortedMap<String, String> labels) {
        public ProviderReference {
            labels = Frozen.map(labels);
        }
    }

    /// Which objects a route takes.
    public record ResourceMatch(
            @Doc("Kind of the objects.") String kind,
            @Doc("Name of the objects.") String name) {}
}
