package io.penstock.activities.kubernetes;

import io.penstock.workflows.config.KubernetesConfig.WorkloadReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How the objects of a commit differ from those that run: Git against Git, the cluster is not looked at.
///
/// @param workloads whether both sides have workloads
/// @param podTemplate the first path that differs under a workload's Pod template, null when none does
/// @param configuration the first ConfigMap or Secret that was added, removed or changed, null when none was
/// @param removed how many of the old objects are gone
/// @param summary one sentence on what goes out
record Comparison(
        boolean workloads,
        @Nullable String podTemplate,
        @Nullable String configuration,
        int removed,
        String summary) {
    private static final int SUMMARISED = 3;

    /// The two sides, and which workloads count.
    static Comparison of(List<Manifest> old, List<Manifest> now, List<WorkloadReference> references) {
        var oldWorkloads = paired(Selection.workloads(old, references));
        var newWorkloads = paired(Selection.workloads(now, references));
        return new Comparison(
                !oldWorkloads.isEmpty() && !newWorkloads.isEmpty(),
                podTemplate(oldWorkloads, newWorkloads),
                configuration(old, now),
                removed(paired(old), paired(now)),
                summary(old, now));
    }

    /// The manifests by what they are on both sides: kind, namespace and name.
    static Map<String, Manifest> paired(List<Manifest> manifests) {
        var paired = new LinkedHashMap<String, Manifest>();
        for (var manifest : manifests) {
            var namespace = manifest.namespace().equals("default") ? "" : manifest.namespace();
            paired.putIfAbsent(manifest.kind() + "/" + namespace + "/" + manifest.name(), manifest);
        }
        return paired;
    }

    private static int removed(Map<String, Manifest> old, Map<String, Manifest> now) {
        return (int) old.keySet().stream().filter(key -> !now.containsKey(key)).count();
    }

    private static @Nullable String podTemplate(Map<String, Manifest> old, Map<String, Manifest> now) {
        for (var entry : now.entrySet()) {
            var before = old.get(entry.getKey());
            if (before != null) {
                var path = Difference.first(
                        Fields.at(before.body(), "spec", "template"),
                        Fields.at(entry.getValue().body(), "spec", "template"),
                        "spec.template");
                if (path != null) {
                    return entry.getValue().title() + ": " + path;
                }
            }
        }
        return null;
    }

    private static @Nullable String configuration(List<Manifest> old, List<Manifest> now) {
        var before = paired(configurations(old));
        var after = paired(configurations(now));
        for (var entry : after.entrySet()) {
            var previous = before.get(entry.getKey());
            if (previous == null) {
                return entry.getValue().title() + " added";
            }
            if (Difference.first(previous.body(), entry.getValue().body(), "") != null) {
                return entry.getValue().title() + " changed";
            }
        }
        for (var entry : before.entrySet()) {
            if (!after.containsKey(entry.getKey())) {
                return entry.getValue().title() + " removed";
            }
        }
        return null;
    }

    private static List<Manifest> configurations(List<Manifest> manifests) {
        return manifests.stream()
                .filter(manifest -> manifest.isBuiltIn("ConfigMap") || manifest.isBuiltIn("Secret"))
                .toList();
    }

    private static String summary(List<Manifest> old, List<Manifest> now) {
        var before = paired(old);
        var images = new ArrayList<String>();
        var others = new ArrayList<String>();
        paired(now).forEach((key, manifest) -> {
            var previous = before.get(key);
            var changed = Images.changes(previous, manifest);
            images.addAll(changed);
            if (previous == null) {
                others.add(manifest.title() + " added");
            } else if (changed.isEmpty() && Difference.first(previous.body(), manifest.body(), "") != null) {
                others.add(manifest.title() + " changed");
            }
        });
        var after = paired(now);
        before.forEach((key, manifest) -> {
            if (!after.containsKey(key)) {
                others.add(manifest.title() + " removed");
            }
        });
        return sentence(images.isEmpty() ? others : images);
    }

    private static String sentence(List<String> parts) {
        if (parts.isEmpty()) {
            return "no object changes";
        }
        var shown = String.join(", ", parts.subList(0, Math.min(SUMMARISED, parts.size())));
        return parts.size() > SUMMARISED ? shown + " and " + (parts.size() - SUMMARISED) + " more" : shown;
    }

    /// The images of a workload's containers.
    private static final class Images {
        private Images() {}

        static List<String> changes(@Nullable Manifest old, Manifest now) {
            var changes = new ArrayList<String>();
            var before = old == null ? Map.<String, String>of() : of(old);
            of(now).forEach((container, image) -> {
                var previous = before.get(container);
                if (!Objects.equals(previous, image)) {
                    changes.add(now.name() + ": " + change(previous, image));
                }
            });
            return changes;
        }

        private static String change(@Nullable String old, String now) {
            if (old == null) {
                return (repository(now) + " " + tag(now)).strip();
            }
            return repository(old).equals(repository(now))
                    ? repository(now) + " " + tag(old) + " → " + tag(now)
                    : old + " → " + now;
        }

        private static Map<String, String> of(Manifest workload) {
            var images = new LinkedHashMap<String, String>();
            var spec = ConfigReferences.podSpec(workload);
            if (spec != null) {
                for (var container : Fields.maps(spec, "containers")) {
                    images.put(Fields.text(container, "name"), Fields.text(container, "image"));
                }
            }
            images.values().removeIf(String::isEmpty);
            return images;
        }

        private static String repository(String image) {
            var digest = image.indexOf('@');
            var named = digest < 0 ? image : image.substring(0, digest);
            var colon = named.lastIndexOf(':');
            return colon > named.lastIndexOf('/') ? named.substring(0, colon) : named;
        }

        private static String tag(String image) {
            var rest = image.substring(repository(image).length());
            return rest.isEmpty() ? "latest" : rest.substring(1);
        }
    }
}
