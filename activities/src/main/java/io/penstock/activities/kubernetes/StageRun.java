package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.activities.bundle.Bundle;
import io.penstock.workflows.Failures;
import io.penstock.workflows.Json;
import io.penstock.workflows.config.KubernetesConfig;
import io.penstock.workflows.kubernetes.KubernetesActivities.Applied;
import io.penstock.workflows.kubernetes.KubernetesActivities.Cleaned;
import io.penstock.workflows.kubernetes.KubernetesActivities.StageRequest;
import io.penstock.workflows.stage.KubernetesStage;
import io.penstock.workflows.stage.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One attempt to carry a stage out.
final class StageRun {
    private final Cluster cluster;
    private final Of of;
    private final FencedWriter writer;
    private final Sweep sweep;
    private final Targets targets;
    private final Consumer<String> log;

    /// Which stage of which bundles, by whom.
    ///
    /// @param running opens the bundle of the last successful deployment, null before the first; asked only by
    /// stages that need it, so that a bundle nobody can open any more stops no other stage
    /// @param piped id of the piped, for the marks
    record Of(StageRequest request, Bundle bundle, Supplier<@Nullable Bundle> running, String piped) {
        KubernetesConfig config() {
            return kubernetes(bundle);
        }

        static KubernetesConfig kubernetes(Bundle bundle) {
            if (bundle.config().platformConfig() instanceof KubernetesConfig config) {
                return config;
            }
            throw Failures.configuration("kind: " + bundle.config().kind() + " (expected: KubernetesApp)");
        }
    }

    StageRun(Cluster cluster, Of of, Vitality vitality, Consumer<String> log) {
        var claim = new Claim(of.request.application(), of.request.fence());
        this.cluster = cluster;
        this.of = of;
        this.writer = new FencedWriter(cluster, claim, vitality);
        this.sweep = new Sweep(cluster, claim, writer, log);
        this.targets = new Targets(cluster, of.config().input().namespace());
        this.log = log;
    }

    /// Writes what the stage asks for.
    Applied apply() throws InterruptedException {
        var stage = prepared();
        var namespaces = new Namespaces(cluster, of.config().input());
        var counts = new EnumMap<FencedWriter.Outcome, Integer>(FencedWriter.Outcome.class);
        var written = new HashSet<ResourceKey>();
        for (var manifest : stage.objects()) {
            var target = marked(targets.of(manifest, stage.objects()), stage);
            namespaces.make(target.namespace());
            var outcome = writer.apply(target);
            counts.merge(outcome, 1, Integer::sum);
            written.add(target.manifest().key());
            log.accept(switch (outcome) {
                        case CREATED -> "created ";
                        case UPDATED -> "updated ";
                        case UNCHANGED -> "unchanged ";
                    }
                    + target.manifest().title());
        }
        var deleted = prune(stage, written) + leftOver();
        var waits = stage.readiness().waitForReady();
        return new Applied(
                counts.getOrDefault(FencedWriter.Outcome.CREATED, 0),
                counts.getOrDefault(FencedWriter.Outcome.UPDATED, 0),
                counts.getOrDefault(FencedWriter.Outcome.UNCHANGED, 0),
                deleted,
                waits ? stage.workloads().size() : 0);
    }

    /// Deletes the copies that the stage's variant consists of.
    Cleaned clean() throws InterruptedException {
        var labels = of.config().variantLabel();
        var stage = stage();
        var value = switch (stage) {
            case KubernetesStage.CanaryClean _ -> labels.canaryValue();
            case KubernetesStage.BaselineClean _ -> throw notBuilt(stage);
            case KubernetesStage.Sync _,
                    KubernetesStage.PrimaryRollout _,
                    KubernetesStage.CanaryRollout _,
                    KubernetesStage.BaselineRollout _,
                    KubernetesStage.TrafficRouting _,
                    KubernetesStage.Rollback _ -> throw unexpected(stage, "one that cleans");
        };
        var kinds = new HashSet<String>();
        manifests(of.bundle).forEach(manifest -> kinds.add(manifest.kind()));
        return new Cleaned(sweep.variant(labels.key(), value, kinds));
    }

    /// Waits until the stage's workloads are available; returns how many they are.
    int awaitReady(ReadinessWait.Seen before, ReadinessWait.Told told) throws InterruptedException {
        var stage = prepared();
        var workloads = new ArrayList<FencedWriter.Target>();
        for (var manifest : stage.workloads()) {
            workloads.add(targets.of(manifest, stage.objects()));
        }
        if (!workloads.isEmpty() && stage.readiness().waitForReady()) {
            new ReadinessWait(cluster, of.request.fence(), stage.readiness(), before, told).await(workloads);
        }
        return workloads.size();
    }

    private int prune(StageObjects stage, Set<ResourceKey> written) throws InterruptedException {
        return switch (stage.prune()) {
            case NOTHING -> 0;
            case ALL_ELSE -> sweep.allBut(written);
            case FORMER -> {
                var running = of.running.get();
                // What this commit has but the stage does not write, such as a VirtualService, stays too.
                var kept = new HashSet<>(written);
                known(of.bundle).forEach(target -> kept.add(target.manifest().key()));
                var former = (running == null ? List.<FencedWriter.Target>of() : known(running))
                        .stream()
                                .filter(target ->
                                        !kept.contains(target.manifest().key()))
                                .toList();
                yield sweep.these(former);
            }
        };
    }

    private List<FencedWriter.Target> known(Bundle bundle) {
        var known = new ArrayList<FencedWriter.Target>();
        manifests(bundle).forEach(manifest -> targets.known(manifest).ifPresent(known::add));
        return known;
    }

    /// A rollback leaves neither canary nor baseline behind.
    private int leftOver() throws InterruptedException {
        return switch (of.request.source()) {
            case PIPELINE, QUICK_SYNC -> 0;
            case ROLLBACK -> {
                var labels = of.config().variantLabel();
                yield sweep.variant(labels.key(), labels.canaryValue(), Sweep.COPIED)
                        + sweep.variant(labels.key(), labels.baselineValue(), Sweep.COPIED);
            }
        };
    }

    private StageObjects prepared() {
        var config = of.config();
        var manifests = manifests(of.bundle);
        return switch (of.request.source()) {
            case QUICK_SYNC -> StageObjects.sync(config, manifests, config.quickSync());
            case ROLLBACK -> StageObjects.rollback(config, manifests);
            case PIPELINE -> rollout(stage(), config, manifests);
        };
    }

    private StageObjects rollout(KubernetesStage stage, KubernetesConfig config, List<Manifest> manifests) {
        return switch (stage) {
            case KubernetesStage.Sync sync -> StageObjects.sync(config, manifests, sync);
            case KubernetesStage.PrimaryRollout primary -> StageObjects.primary(config, manifests, primary, routes());
            case KubernetesStage.CanaryRollout canary -> StageObjects.canary(config, manifests, canary);
            case KubernetesStage.BaselineRollout _, KubernetesStage.TrafficRouting _ -> throw notBuilt(stage);
            case KubernetesStage.CanaryClean _, KubernetesStage.BaselineClean _, KubernetesStage.Rollback _ ->
                throw unexpected(stage, "a rollout");
        };
    }

    private static RuntimeException notBuilt(Stage stage) {
        return Failures.configuration("stage: " + stage.stageName() + " is not built yet (expected: one that is)");
    }

    private static RuntimeException unexpected(Stage stage, String expected) {
        return Failures.configuration("stage: " + stage.stageName() + " (expected: " + expected + ")");
    }

    private KubernetesStage stage() {
        var pipeline = of.bundle.config().pipeline();
        if (of.request.index() < 0 || of.request.index() >= pipeline.size()) {
            throw Failures.configuration(
                    "stage: " + of.request.index() + " (expected: less than " + pipeline.size() + ")");
        }
        var stage = pipeline.get(of.request.index()).stage();
        if (stage instanceof KubernetesStage ours) {
            return ours;
        }
        throw unexpected(stage, "a stage of Kubernetes");
    }

    private boolean routes() {
        return of.bundle.config().pipeline().stream()
                .anyMatch(stage -> stage.stage() instanceof KubernetesStage.TrafficRouting);
    }

    private FencedWriter.Target marked(FencedWriter.Target target, StageObjects stage) {
        var marks = new Marks(
                of.piped,
                of.request.application(),
                of.bundle.commit().hash(),
                of.config().variantLabel().key(),
                stage.variant());
        return new FencedWriter.Target(
                marks.on(target.manifest(), of.request.fence()), target.type(), target.namespace());
    }

    /// The objects of a bundle as trees.
    static List<Manifest> manifests(Bundle bundle) {
        return bundle.objects().stream()
                .map(object -> new Manifest(Json.read(object, ObjectNode.class)))
                .toList();
    }
}
