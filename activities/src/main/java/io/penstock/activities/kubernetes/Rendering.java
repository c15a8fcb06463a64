package io.penstock.activities.kubernetes;

import io.penstock.activities.bundle.Bundle;
import io.penstock.activities.bundle.Bundles;
import io.penstock.activities.git.Blob;
import io.penstock.activities.git.Mirror;
import io.penstock.activities.git.Mirrors;
import io.penstock.workflows.Failures;
import io.penstock.workflows.Json;
import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.config.ConfigException;
import io.penstock.workflows.config.ConfigFile;
import io.penstock.workflows.config.KubernetesConfig;
import io.penstock.workflows.config.PathPattern;
import io.penstock.workflows.config.PipelineStage;
import io.penstock.workflows.config.Severity;
import io.penstock.workflows.deployment.CommitView;
import io.penstock.workflows.deployment.PlanFacts;
import io.penstock.workflows.deployment.PlanFacts.CommitMatch;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.kubernetes.KubernetesActivities.RenderRequest;
import io.penstock.workflows.kubernetes.KubernetesActivities.Rendered;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turning a commit into a sealed bundle, and saying how it differs from what runs.
final class Rendering {
    private static final int MAXIMUM_MANIFEST_BYTES = 3 << 20;
    private static final long MAXIMUM_CHARACTERS = 8 << 20;
    private static final String TOOLS = "plain";

    private final Mirrors mirrors;
    private final Bundles bundles;

    Rendering(Mirrors mirrors, Bundles bundles) {
        this.mirrors = mirrors;
        this.bundles = bundles;
    }

    /// An application's directory at a commit.
    private record Place(Mirror mirror, CommitId commit, String path, String configFile) {
        /// From the repository's root.
        String at(String file) {
            return path.isEmpty() || path.equals(".") ? file : path + "/" + file;
        }

        /// A link that leads out of the repository or nowhere is no absent file: what it stands for would be deleted.
        Optional<Blob> file(String file) {
            var found = mirror.file(commit, at(file));
            if (found.isPresent() && found.get().kind() == Blob.Kind.DEAD_LINK) {
                throw Failures.configuration(at(file) + ": a symbolic link to no file of the repository (expected: a "
                        + "file, or a link to one in the same repository)");
            }
            return found;
        }

        @Nullable
        String text(String file) {
            return file(file)
                    .map(blob -> new String(mirror.read(blob, MAXIMUM_MANIFEST_BYTES), StandardCharsets.UTF_8))
                    .orElse(null);
        }

        /// The files that lie directly in the directory.
        List<String> names() {
            var depth = at("x").length() - 1;
            return mirror.files(commit, path).stream()
                    .filter(blob -> blob.path().indexOf('/', depth) < 0)
                    .map(Blob::name)
                    .toList();
        }
    }

    /// What was rendered, and what it is to be compared with for people.
    record Made(Rendered rendered, ChangeList.Sides sides) {}

    Made render(RenderRequest request) {
        return request.stored() == null ? fresh(request, null) : stored(request, request.stored());
    }

    /// Nothing is rendered anew: the bundle is what an earlier deployment brought. Where it cannot be opened, its
    /// commit is rendered again.
    private Made stored(RenderRequest request, BlobId stored) {
        try {
            var bundle = bundles.get(stored, request.application());
            return made(request, new Content(stored, bundle, List.of(), null, null));
        } catch (ApplicationFailure e) {
            if (request.commit() == null || !Failures.STAGE.equals(e.getType())) {
                throw e;
            }
            return fresh(request, e.getOriginalMessage());
        }
    }

    /// @param again why a stored bundle did not do, null where none was asked for
    private Made fresh(RenderRequest request, @Nullable String again) {
        var mirror = mirrors.get(request.repository());
        var commit = request.commit() == null ? mirror.fetch() : request.commit();
        mirror.require(commit);
        var place = new Place(mirror, commit, request.path(), request.configFile());
        var view = mirror.commit(commit);
        var config = configuration(place);
        var kubernetes = kubernetes(config);
        var content =
                ManifestFiles.read(files(place, kubernetes), kubernetes.input().namespace());
        var warnings = new ArrayList<>(content.warnings());
        content.manifests().forEach(manifest -> warnings.addAll(DuplicateEntries.removeFrom(manifest)));
        var objects = content.manifests().stream()
                .map(manifest -> CanonicalJson.of(manifest.body()))
                .toList();
        var bundle = new Bundle(
                request.application(),
                request.repository(),
                view,
                request.path(),
                request.configFile(),
                config,
                objects);
        return made(request, new Content(bundles.put(bundle), bundle, warnings, mirror, again));
    }

    /// What goes out, however it was come by.
    ///
    /// @param mirror where changed paths are looked up, null without Git
    private record Content(
            BlobId blob,
            Bundle bundle,
            List<String> warnings,
            @Nullable Mirror mirror,
            @Nullable String again) {}

    private Made made(RenderRequest request, Content content) {
        var running = running(request);
        var bundle = content.bundle;
        return new Made(
                new Rendered(
                        bundle.commit(),
                        content.blob,
                        bundles.contentDigest(bundle.objects()),
                        facts(content, running)),
                new ChangeList.Sides(bundle, running.bundle, request.running(), running.unknown));
    }

    /// The bundle that runs, and why it cannot be compared with.
    private record Running(
            @Nullable Bundle bundle, @Nullable String unknown) {}

    private Running running(RenderRequest request) {
        if (request.running() == null) {
            return new Running(null, null);
        }
        try {
            return new Running(bundles.get(request.running(), request.application()), null);
        } catch (ApplicationFailure e) {
            return new Running(null, e.getOriginalMessage());
        }
    }

    private ApplicationConfig configuration(Place place) {
        var file = place.at(place.configFile);
        var blob = place.file(place.configFile)
                .orElseThrow(() -> Failures.configuration(
                        file + ": not in commit " + place.commit + " (expected: the application's configuration)"));
        var read = ConfigFile.read(file, place.mirror.read(blob, Json.MAXIMUM_FILE_BYTES));
        var application = read.application();
        if (application != null) {
            return application;
        }
        var faults = read.faults().stream()
                .filter(fault -> fault.severity() == Severity.ERROR)
                .toList();
        throw faults.isEmpty()
                ? Failures.configuration(file + ": kind: " + read.kind() + " (expected: KubernetesApp or Application)")
                : new ConfigException(file, faults);
    }

    private static KubernetesConfig kubernetes(ApplicationConfig config) {
        if (!(config.platformConfig() instanceof KubernetesConfig kubernetes)) {
            throw Failures.configuration("kind: " + config.kind() + " (expected: KubernetesApp)");
        }
        if (config.encryption() != null) {
            throw Failures.configuration("encryption: sealed secrets are not built yet (expected: none)");
        }
        if (config.attachment() != null) {
            throw Failures.configuration("attachment: attached files are not built yet (expected: none)");
        }
        if (kubernetes.input().helmChart() != null) {
            throw Failures.configuration("input.helmChart: Helm is not built yet (expected: plain manifests)");
        }
        if (!kubernetes.resourceRoutes().isEmpty()) {
            throw Failures.configuration("resourceRoutes: other providers are not built yet (expected: none)");
        }
        return kubernetes;
    }

    private static Map<String, String> files(Place place, KubernetesConfig config) {
        var all = place.names();
        if (ManifestFiles.kustomize(all)) {
            throw Failures.configuration(place.path + ": Kustomize is not built yet (expected: plain manifests)");
        }
        var named = config.input().manifests();
        var names = named.isEmpty() ? ManifestFiles.plain(all, place.configFile) : named;
        var files = new LinkedHashMap<String, String>();
        var characters = 0L;
        for (var name : names) {
            var text = place.text(name);
            if (text == null) {
                throw Failures.configuration(place.at(place.configFile) + ": input.manifests: " + name
                        + " is not in commit " + place.commit + " (expected: a file of the application's directory)");
            }
            characters += text.length();
            if (characters > MAXIMUM_CHARACTERS) {
                throw Failures.configuration(place.path + ": more manifests (expected: at most " + MAXIMUM_CHARACTERS
                        + " characters in all files of an application)");
            }
            files.put(place.at(name), text);
        }
        return files;
    }

    private static PlanFacts facts(Content content, Running running) {
        var bundle = content.bundle;
        var old = running.bundle == null ? List.<Manifest>of() : StageRun.manifests(running.bundle);
        var comparison = Comparison.of(old, StageRun.manifests(bundle), workloads(bundle));
        var compared = running.bundle != null;
        return new PlanFacts(
                bundle.config(),
                match(bundle.config(), bundle.commit()),
                comparison.workloads(),
                compared ? comparison.podTemplate() : null,
                compared ? comparison.configuration() : null,
                running.unknown,
                comparison.summary(),
                List.copyOf(content.warnings),
                TOOLS,
                skipped(bundle, running.bundle, content.mirror),
                comparison.removed(),
                content.again);
    }

    private static List<KubernetesConfig.WorkloadReference> workloads(Bundle bundle) {
        return StageRun.Of.kubernetes(bundle).workloads();
    }

    private static CommitMatch match(ApplicationConfig config, CommitView commit) {
        if (config.commitMatcher().pipeline().found(commit.message())) {
            return CommitMatch.PIPELINE;
        }
        return config.commitMatcher().quickSync().found(commit.message()) ? CommitMatch.QUICK_SYNC : CommitMatch.NONE;
    }

    /// The stages that the commit's message or its changed paths leave out.
    private static List<Integer> skipped(Bundle bundle, @Nullable Bundle running, @Nullable Mirror mirror) {
        var skipped = new ArrayList<Integer>();
        var changed = changed(bundle, running, mirror);
        for (PipelineStage stage : bundle.config().pipeline()) {
            var conditions = stage.skipOn();
            var prefixes = conditions.commitMessagePrefixes();
            var byMessage = prefixes.stream().anyMatch(bundle.commit().message()::startsWith);
            var byPaths = !conditions.paths().isEmpty()
                    && !changed.isEmpty()
                    && changed.stream().allMatch(path -> PathPattern.anyMatches(conditions.paths(), path));
            if (byMessage || byPaths) {
                skipped.add(stage.index());
            }
        }
        return List.copyOf(skipped);
    }

    private static List<String> changed(Bundle bundle, @Nullable Bundle running, @Nullable Mirror mirror) {
        var asked = bundle.config().pipeline().stream()
                .anyMatch(stage -> !stage.skipOn().paths().isEmpty());
        return !asked || running == null || mirror == null
                ? List.of()
                : mirror.changedPaths(running.commit().hash(), bundle.commit().hash())
                        .orElse(List.of());
    }
}
