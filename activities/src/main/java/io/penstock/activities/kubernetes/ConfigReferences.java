package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Where a workload's Pods name ConfigMaps and Secrets: volumes, environment and environment sources of containers
/// and init containers. Projected volumes, pull secrets and ephemeral containers are not looked at, as in PipeCD.
final class ConfigReferences {
    private ConfigReferences() {}

    /// The names that a workload refers to.
    record Names(SortedSet<String> configMaps, SortedSet<String> secrets) {}

    static Names of(Manifest workload) {
        var names = new Names(new TreeSet<>(), new TreeSet<>());
        visit(
                podSpec(workload),
                name -> {
                    names.configMaps.add(name);
                    return name;
                },
                name -> {
                    names.secrets.add(name);
                    return name;
                });
        return names;
    }

    /// Changes the names in place.
    static void rename(Manifest workload, UnaryOperator<String> configMaps, UnaryOperator<String> secrets) {
        visit(podSpec(workload), configMaps, secrets);
    }

    /// The specification of a workload's Pods, null for what has none.
    static @Nullable ObjectNode podSpec(Manifest workload) {
        return switch (workload.kind()) {
            case "Pod" -> Fields.find(workload.body(), "spec");
            case "CronJob" -> Fields.find(workload.body(), "spec", "jobTemplate", "spec", "template", "spec");
            default -> Fields.find(workload.body(), "spec", "template", "spec");
        };
    }

    private static void visit(
            @Nullable ObjectNode spec, UnaryOperator<String> configMaps, UnaryOperator<String> secrets) {
        if (spec == null) {
            return;
        }
        for (var volume : Fields.maps(spec, "volumes")) {
            change(Fields.find(volume, "configMap"), "name", configMaps);
            change(Fields.find(volume, "secret"), "secretName", secrets);
        }
        for (var list : List.of("containers", "initContainers")) {
            for (var container : Fields.maps(spec, list)) {
                for (var variable : Fields.maps(container, "env")) {
                    change(Fields.find(variable, "valueFrom", "configMapKeyRef"), "name", configMaps);
                    change(Fields.find(variable, "valueFrom", "secretKeyRef"), "name", secrets);
                }
                for (var source : Fields.maps(container, "envFrom")) {
                    change(Fields.find(source, "configMapRef"), "name", configMaps);
                    change(Fields.find(source, "secretRef"), "name", secrets);
                }
            }
        }
    }

    private static void change(@Nullable ObjectNode holder, String field, UnaryOperator<String> rename) {
        if (holder != null && holder.path(field).isTextual()) {
            holder.put(field, rename.apply(holder.path(field).textValue()));
        }
    }
}
