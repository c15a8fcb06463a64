package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Where the manifests of an application come from.
public record KubernetesInput(
        @Doc("Manifest files of the application's directory; empty means all at its top.")
        List<String> manifests,

        @Doc("Version of kubectl; Penstock applies by itself and does not use it.")
        String kubectlVersion,

        @Doc("Version of kustomize.") String kustomizeVersion,

        @Doc("Flags of kustomize build, without dashes.") SortedMap<String, String> kustomizeOptions,

        @Doc("Version of helm.") String helmVersion,
        @Doc("The chart to render.") @Nullable HelmChart helmChart,
        @Doc("How the chart is rendered.") HelmOptions helmOptions,

        @Doc("Namespace of every object, in place of the manifests'.")
        String namespace,

        @Doc("Roll back when a deployment fails; on when absent.") @Nullable
        Boolean autoRollback,

        @Doc("Make the namespace when it does not exist.") boolean autoCreateNamespace,

        @Doc("What differs between the targets; for several clusters only.")
        List<MultiTarget> multiTargets) {
    public KubernetesInput {
        manifests = Frozen.list(manifests);
        kustomizeOptions = Frozen.map(kustomizeOptions);
        multiTargets = Frozen.list(multiTargets);
    }

    /// The chart: a directory, a chart of a registered repository or of an OCI registry, or one in another
    /// repository.
    public record HelmChart(
            @Doc("Address of another Git repository that holds the chart.")
            String gitRemote,

            @Doc("Branch, tag or commit of that repository.")
            String ref,

            @Doc("Directory of the chart, from the application's directory, or from that repository's root.")
            String path,

            @Doc("Name of a registered chart repository, or address of a registry.")
            String repository,

            @Doc("Name of the chart.") String name,
            @Doc("Version of the chart.") String version) {}

    /// How the chart is rendered.
    public record HelmOptions(
            @Doc("Name of the release; the application's name when empty.")
            String releaseName,

            @Doc(value = "Values by path.", freeText = true) SortedMap<String, String> setValues,

            @Doc("Value files of the application's directory, or http addresses.")
            List<String> valueFiles,

            @Doc("Files whose content is a value, by path.") SortedMap<String, String> setFiles,

            @Doc("API versions that the chart may rely on.") List<String> apiVersions,

            @Doc("Version of Kubernetes that the chart sees.")
            String kubeVersion) {
        public HelmOptions {
            setValues = Frozen.map(setValues);
            valueFiles = Frozen.list(valueFiles);
            setFiles = Frozen.map(setFiles);
            apiVersions = Frozen.list(apiVersions);
        }
    }

    /// What differs for one target.
    public record MultiTarget(
            @Doc("The target.") Target target,

            @Doc("Manifest files of the application's directory.")
            List<String> manifests,

            @Doc("Version of kubectl; Penstock applies by itself and does not use it.")
            String kubectlVersion,

            @Doc("Directory that kustomize builds.") String kustomizeDir,
            @Doc("Version of kustomize.") String kustomizeVersion,

            @Doc("Flags of kustomize build, without dashes.")
            SortedMap<String, String> kustomizeOptions) {
        public MultiTarget {
            manifests = Frozen.list(manifests);
            kustomizeOptions = Frozen.map(kustomizeOptions);
        }
    }

    /// A target by name.
    public record Target(
            @Doc(value = "Name of the target.", required = true)
            String name,

            @Doc("Labels of the target.") SortedMap<String, String> labels) {
        public Target {
            labels = Frozen.map(labels);
        }
    }
}
