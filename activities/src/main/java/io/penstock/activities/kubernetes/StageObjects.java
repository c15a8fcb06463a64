package io.penstock.activities.kubernetes;

import io.penstock.workflows.Failures;
import io.penstock.workflows.config.KubernetesConfig;
import io.penstock.workflows.config.KubernetesConfig.TrafficRouting.Method;
import io.penstock.workflows.stage.KubernetesStage;
import io.penstock.workflows.stage.Patch;
import io.penstock.workflows.stage.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a stage puts into the cluster, worked out from Git's side alone.
///
/// @param objects in the order in which they are applied, without marks
/// @param variant the value of the variant label on them
/// @param prune what else goes
record StageObjects(List<Manifest> objects, String variant, Prune prune, Readiness readiness) {
    private static final Set<String> WORKLOADS =
            Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "Pod");

    /// What a stage deletes besides.
    enum Prune {
        NOTHING,
        /// What the running commit had and this one has not.
        FORMER,
        /// Whatever the application has in the cluster and this commit has not.
        ALL_ELSE
    }

    /// Everything the application contains, as primary.
    static StageObjects sync(KubernetesConfig config, List<Manifest> manifests, KubernetesStage.Sync options) {
        var objects = options.addVariantLabelToSelector() ? selectingPrimary(config, manifests) : manifests;
        return new StageObjects(
                ConfigHash.on(objects),
                config.variantLabel().primaryValue(),
                options.prune() ? Prune.ALL_ELSE : Prune.NOTHING,
                options.readiness());
    }

    /// Everything the application contains as it was, and nothing else where pruning is on.
    static StageObjects rollback(KubernetesConfig config, List<Manifest> manifests) {
        return sync(config, manifests, config.quickSync());
    }

    /// Everything the application contains but what divides traffic.
    ///
    /// @param routed whether the pipeline divides traffic
    static StageObjects primary(
            KubernetesConfig config, List<Manifest> manifests, KubernetesStage.PrimaryRollout options, boolean routed) {
        var method = config.trafficRouting().method();
        var objects = method == Method.ISTIO ? withoutVirtualService(config, manifests) : manifests;
        var primary = variant(config, config.variantLabel().primaryValue(), options.suffix());
        if (options.addVariantLabelToSelector()) {
            objects = selectingPrimary(config, objects);
        } else if (routed && method == Method.PODSELECTOR) {
            Selection.workloads(objects, config.workloads()).forEach(primary::demandedOf);
        }
        var all = new ArrayList<>(ConfigHash.on(objects));
        if (options.createService()) {
            all.addAll(serviceCopies(config, manifests, primary));
        }
        return new StageObjects(
                List.copyOf(all), primary.value(), options.prune() ? Prune.FORMER : Prune.NOTHING, options.readiness());
    }

    /// Copies of the workloads with the new version, and of what they use.
    static StageObjects canary(
            KubernetesConfig config, List<Manifest> manifests, KubernetesStage.CanaryRollout options) {
        if (manifests.isEmpty()) {
            throw Failures.configuration("manifests: none (expected: at least one Deployment)");
        }
        var patched = manifests;
        for (Patch patch : options.patches()) {
            patched = Patches.apply(patched, patch);
        }
        var canary = variant(config, config.variantLabel().canaryValue(), options.suffix());
        var objects = new ArrayList<Manifest>();
        var workloads = Selection.canaryWorkloads(patched, config.workloads());
        if (options.createService()) {
            objects.addAll(serviceCopies(config, patched, canary));
        }
        objects.addAll(canary.configurationCopies(patched));
        for (var workload : workloads) {
            objects.add(canary.workloadCopy(workload, options.replicas().of(replicas(workload)), patched));
        }
        return new StageObjects(List.copyOf(objects), canary.value(), Prune.NOTHING, options.readiness());
    }

    /// What is waited for.
    List<Manifest> workloads() {
        return objects.stream()
                .filter(object -> WORKLOADS.contains(object.kind()) && object.isBuiltIn(object.kind()))
                .toList();
    }

    private static Variant variant(KubernetesConfig config, String value, String suffix) {
        return new Variant(config.variantLabel().key(), value, suffix.isEmpty() ? value : suffix);
    }

    private static List<Manifest> selectingPrimary(KubernetesConfig config, List<Manifest> manifests) {
        var primary = variant(config, config.variantLabel().primaryValue(), "");
        var workloads = Selection.workloads(manifests, config.workloads());
        return manifests.stream()
                .map(manifest -> workloads.contains(manifest) ? primary.selecting(manifest) : manifest)
                .toList();
    }

    private static List<Manifest> serviceCopies(KubernetesConfig config, List<Manifest> manifests, Variant variant) {
        var services = Selection.services(manifests, config.service().name());
        if (services.isEmpty()) {
            throw Failures.configuration("createService: the manifests hold no Service"
                    + (config.service().name().isEmpty()
                            ? ""
                            : " " + config.service().name())
                    + " (expected: one to copy)");
        }
        return services.stream().map(variant::serviceCopy).toList();
    }

    private static List<Manifest> withoutVirtualService(KubernetesConfig config, List<Manifest> manifests) {
        var name = config.trafficRouting().istio().virtualService().name();
        for (var manifest : manifests) {
            if (manifest.kind().equals("VirtualService")
                    && manifest.apiVersion().startsWith("networking.istio.io/")
                    && (name.isEmpty() || manifest.name().equals(name))) {
                return manifests.stream()
                        .filter(other -> !other.equals(manifest))
                        .toList();
            }
        }
        throw Failures.configuration("trafficRouting: istio: the manifests hold no VirtualService"
                + (name.isEmpty() ? "" : " " + name) + " (expected: the one that divides traffic)");
    }

    private static @Nullable Integer replicas(Manifest workload) {
        var replicas = Fields.at(workload.body(), "spec", "replicas");
        return replicas.isNumber() ? Integer.valueOf(replicas.intValue()) : null;
    }
}
