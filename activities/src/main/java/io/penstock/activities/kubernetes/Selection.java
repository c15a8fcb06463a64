package io.penstock.activities.kubernetes;

import io.penstock.workflows.Failures;
import io.penstock.workflows.config.KubernetesConfig.WorkloadReference;
import java.util.ArrayList;
import java.util.List;

/// Which of an application's objects a stage works on.
final class Selection {
    private static final WorkloadReference ALL_DEPLOYMENTS = new WorkloadReference("Deployment", "");

    private Selection() {}

    /// The selected workloads in the order of the references, each once; all Deployments where nothing is named.
    static List<Manifest> workloads(List<Manifest> manifests, List<WorkloadReference> references) {
        var selected = new ArrayList<Manifest>();
        for (var reference : references.isEmpty() ? List.of(ALL_DEPLOYMENTS) : references) {
            for (var manifest : manifests) {
                if (fits(reference, manifest) && !selected.contains(manifest)) {
                    selected.add(manifest);
                }
            }
        }
        return selected;
    }

    /// The Service of the given name, or all Services where the name is empty.
    static List<Manifest> services(List<Manifest> manifests, String name) {
        return manifests.stream()
                .filter(manifest -> manifest.isBuiltIn("Service"))
                .filter(manifest -> name.isEmpty() || manifest.name().equals(name))
                .toList();
    }

    /// The workloads that a canary can be made of; anything but Deployments is refused.
    static List<Manifest> canaryWorkloads(List<Manifest> manifests, List<WorkloadReference> references) {
        var workloads = workloads(manifests, references);
        if (workloads.isEmpty()) {
            throw Failures.configuration("workloads: none among the manifests (expected: at least one Deployment)");
        }
        for (var workload : workloads) {
            if (!workload.isBuiltIn("Deployment")) {
                throw Failures.configuration(
                        "workloads: " + workload.title() + ": unsupported workload kind (expected: Deployment)");
            }
        }
        return workloads;
    }

    private static boolean fits(WorkloadReference reference, Manifest manifest) {
        return manifest.kind().equals(reference.kind())
                && (reference.name().isEmpty() || manifest.name().equals(reference.name()));
    }
}
