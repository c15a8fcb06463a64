package io.penstock.activities.git;

import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.config.PathPattern;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.CommitId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Says what lies between two commits of a repository, in terms of the cluster's registered applications.
final class ChangeSets {
    private static final int PATHS = 1_000;
    private static final int SUGGESTIONS = 1_000;

    private final ApplicationFiles files = new ApplicationFiles();
    private final ClusterName cluster;
    private final SortedMap<String, String> suggested;

    /// @param suggested labels that an unregistered application must carry to be suggested
    ChangeSets(ClusterName cluster, SortedMap<String, String> suggested) {
        this.cluster = cluster;
        this.suggested = suggested;
    }

    /// 64 hexadecimal digits that follow from what the change set is about.
    String id(Mirror mirror, @Nullable CommitId from, CommitId to, long revision) {
        var about = String.join(
                "\0", cluster.value(), mirror.id().value(), String.valueOf(from), to.value(), "" + revision);
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(about.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Door.ChangeSet between(Mirror mirror, @Nullable CommitId from, CommitId to, Door.Registrations registrations) {
        var changed = from == null ? Optional.<List<String>>empty() : mirror.changedPaths(from, to);
        var registered = registered(mirror, registrations);
        var tree = new HashMap<String, Blob>();
        for (var blob : mirror.files(to, "")) {
            if (ApplicationFiles.named(blob.path()) || registered.containsKey(blob.path())) {
                tree.put(blob.path(), blob);
            }
        }
        var look = new Look(mirror, tree, from == null, changed.orElse(null));
        var touched = new ArrayList<Door.Touched>();
        registered.forEach((path, applications) -> {
            for (var application : applications) {
                touched(look, path, application).ifPresent(touched::add);
            }
        });
        return new Door.ChangeSet(
                mirror.id(),
                changed.isEmpty() ? null : from,
                to,
                mirror.commit(to),
                touched,
                suggestions(mirror, tree, registered.keySet()));
    }

    private static Map<String, List<Door.Registration>> registered(Mirror mirror, Door.Registrations registrations) {
        var byPath = new HashMap<String, List<Door.Registration>>();
        for (var application : registrations.applications()) {
            if (application.repository().equals(mirror.id())) {
                byPath.computeIfAbsent(file(application), _ -> new ArrayList<>())
                        .add(application);
            }
        }
        return byPath;
    }

    private static String file(Door.Registration application) {
        return directory(application) + (application.configFile().isEmpty() ? ".pipe.yaml" : application.configFile());
    }

    /// With `/` at its end, empty for the root.
    private static String directory(Door.Registration application) {
        var path = application.path().replaceAll("^(\\./)+|/+$", "");
        return path.isEmpty() || path.equals(".") ? "" : path + "/";
    }

    private Optional<Door.Touched> touched(Look look, String path, Door.Registration application) {
        var blob = look.tree.get(path);
        var file = blob == null ? null : files.read(look.mirror, blob);
        var config = file == null ? null : file.application();
        var deciding = look.everything()
                ? look.first ? List.<String>of() : List.of(path)
                : deciding(config, directory(application), look.paths());
        if (deciding.isEmpty() && !look.first) {
            return Optional.empty();
        }
        if (file == null) {
            var missing = ApplicationFiles.fault(
                    Paths.shown(path) + ": no such file (expected: the application's file on the branch)",
                    "the application's file on the branch");
            return Optional.of(new Door.Touched(application.id(), null, List.of(missing), deciding));
        }
        var faults = config == null && file.faults().isEmpty()
                ? List.of(ApplicationFiles.fault(
                        Paths.shown(path) + ": kind " + file.kind() + " (expected: a kind of application)",
                        "a kind of application"))
                : file.faults();
        return Optional.of(new Door.Touched(application.id(), config, faults, deciding));
    }

    /// The changed paths that speak for or against a deployment, those against first: one is enough.
    static List<String> deciding(@Nullable ApplicationConfig config, String directory, List<String> changed) {
        var paths =
                config == null ? List.<String>of() : config.trigger().onCommit().paths();
        var ignores =
                config == null ? List.<String>of() : config.trigger().onCommit().ignores();
        var against = new ArrayList<String>();
        var deciding = new ArrayList<String>();
        for (var path : changed) {
            if (deciding.size() < PATHS && (path.startsWith(directory) || PathPattern.anyMatches(paths, path))) {
                deciding.add(path);
            }
            if (against.isEmpty() && PathPattern.anyMatches(ignores, path)) {
                against.add(path);
            }
        }
        if (deciding.isEmpty() || against.isEmpty() || deciding.contains(against.getFirst())) {
            return deciding;
        }
        against.addAll(deciding.subList(0, Math.min(PATHS - 1, deciding.size())));
        return against;
    }

    private List<Door.Suggestion> suggestions(Mirror mirror, Map<String, Blob> tree, Set<String> registered) {
        var suggestions = new ArrayList<Door.Suggestion>();
        var paths = new HashSet<>(tree.keySet());
        paths.removeAll(registered);
        for (var path : paths.stream().sorted().limit(SUGGESTIONS).toList()) {
            var blob = tree.get(path);
            var config = blob == null ? null : files.read(mirror, blob).application();
            if (config != null && config.labels().entrySet().containsAll(suggested.entrySet())) {
                var slash = path.lastIndexOf('/');
                var directory = slash < 0 ? "." : path.substring(0, slash);
                var name =
                        config.name().isEmpty() ? directory.substring(directory.lastIndexOf('/') + 1) : config.name();
                suggestions.add(new Door.Suggestion(directory, path.substring(slash + 1), name, config.kind()));
            }
        }
        return suggestions;
    }

    /// What is looked at.
    ///
    /// @param first whether nothing was looked at before
    /// @param changed null when the commit before is no longer known
    private record Look(
            Mirror mirror,
            Map<String, Blob> tree,
            boolean first,
            @Nullable List<String> changed) {
        boolean everything() {
            return changed == null;
        }

        List<String> paths() {
            return changed == null ? List.of() : changed;
        }
    }
}
