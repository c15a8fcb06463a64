package io.penstock.workflows.config;

import io.penstock.workflows.stage.CloudRunStage;
import io.penstock.workflows.stage.ControlStage;
import io.penstock.workflows.stage.EcsStage;
import io.penstock.workflows.stage.KubernetesStage;
import io.penstock.workflows.stage.LambdaStage;
import io.penstock.workflows.stage.MultiClusterStage;
import io.penstock.workflows.stage.SkipOn;
import io.penstock.workflows.stage.Stage;
import io.penstock.workflows.stage.StageNames;
import io.penstock.workflows.stage.TerraformStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the stages of a pipeline and fills what depends on the rest of the file.
final class StageReader {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(6);

    private final Source source;
    private final PlatformConfig platform;
    private final boolean plugins;

    StageReader(Source source, PlatformConfig platform, boolean plugins) {
        this.source = source;
        this.platform = platform;
        this.plugins = plugins;
    }

    List<PipelineStage> read(ApplicationSpec.@Nullable Pipeline pipeline) {
        var stages = new ArrayList<PipelineStage>();
        var ids = new HashSet<String>();
        if (pipeline == null) {
            return stages;
        }
        for (var entry : pipeline.stages()) {
            var stage = entry.name().isEmpty() ? null : stage(entry);
            if (stage == null) {
                continue;
            }
            var index = stages.size();
            var id = entry.id().isEmpty() ? "stage-" + index : entry.id();
            if (!ids.add(id)) {
                source.error(source.place(entry, "id"), id, "an id that no other stage has");
            }
            var skip = entry.skipOn().never() ? skipOn(stage) : entry.skipOn();
            stages.add(new PipelineStage(id, index, entry.name(), entry.desc(), timeout(entry, stage), skip, stage));
        }
        return stages;
    }

    private @Nullable Stage stage(ApplicationSpec.Entry entry) {
        var type = StageNames.types().get(entry.name());
        var place = source.place(entry, "name");
        if (type == null || StageNames.annotation(type).planned()) {
            source.error(place, entry.name(), CloseMatch.expected("a stage", entry.name(), usable()));
            return null;
        }
        if (!belongs(type)) {
            source.error(place, entry.name(), "a stage of this application's platform, " + describe(platform));
        }
        var with = source.place(entry, "with");
        var stage = new RecordReader(source).read(type, with.unknown(Severity.WARNING));
        if (stage == null) {
            return null;
        }
        new StageChecks(source, platform, plugins).check(stage);
        return complete(stage, with.node() == null);
    }

    private List<String> usable() {
        return StageNames.usable().stream()
                .filter(name ->
                        belongs(Objects.requireNonNull(StageNames.types().get(name))))
                .toList();
    }

    private boolean belongs(Class<? extends Stage> type) {
        return ControlStage.class.isAssignableFrom(type)
                || switch (platform) {
                    case KubernetesConfig _ -> KubernetesStage.class.isAssignableFrom(type);
                    case MultiClusterConfig _ -> MultiClusterStage.class.isAssignableFrom(type);
                    case TerraformConfig _ -> TerraformStage.class.isAssignableFrom(type);
                    case CloudRunConfig _ -> CloudRunStage.class.isAssignableFrom(type);
                    case LambdaConfig _ -> LambdaStage.class.isAssignableFrom(type);
                    case EcsConfig _ -> EcsStage.class.isAssignableFrom(type);
                };
    }

    private static String describe(PlatformConfig platform) {
        return platform instanceof MultiClusterConfig
                ? "Kubernetes on several clusters (K8S_MULTI_…)"
                : platform.platform().name();
    }

    /// The platform whose stage has this name; null for stages of any platform and for unknown ones.
    static @Nullable Platform platformOf(String name) {
        var type = StageNames.types().get(name);
        if (type == null || ControlStage.class.isAssignableFrom(type)) {
            return null;
        }
        if (KubernetesStage.class.isAssignableFrom(type) || MultiClusterStage.class.isAssignableFrom(type)) {
            return Platform.KUBERNETES;
        }
        if (TerraformStage.class.isAssignableFrom(type)) {
            return Platform.TERRAFORM;
        }
        if (CloudRunStage.class.isAssignableFrom(type)) {
            return Platform.CLOUDRUN;
        }
        return LambdaStage.class.isAssignableFrom(type) ? Platform.LAMBDA : Platform.ECS;
    }

    static boolean multiCluster(String name) {
        var type = StageNames.types().get(name);
        return type != null && MultiClusterStage.class.isAssignableFrom(type);
    }

    /// A sync without options has those of the quick sync; a variant without a suffix has its label's value.
    private Stage complete(Stage stage, boolean bare) {
        if (bare && (stage instanceof KubernetesStage.Sync || stage instanceof EcsStage.Sync)) {
            return platform.quickSync().getClass() == stage.getClass() ? platform.quickSync() : stage;
        }
        if (bare && stage instanceof MultiClusterStage.Sync && platform instanceof MultiClusterConfig multi) {
            return multi.quickSync();
        }
        return switch (platform) {
            case KubernetesConfig kubernetes ->
                Suffixes.of(kubernetes.variantLabel(), plugins).fill(stage);
            case MultiClusterConfig multi ->
                Suffixes.of(multi.variantLabel(), plugins).fill(stage);
            case TerraformConfig _, CloudRunConfig _, LambdaConfig _, EcsConfig _ -> stage;
        };
    }

    private static SkipOn skipOn(Stage stage) {
        return switch (stage) {
            case ControlStage.Wait wait -> wait.skipOn();
            case ControlStage.WaitApproval approval -> approval.skipOn();
            case ControlStage.Analysis analysis -> analysis.skipOn();
            case ControlStage.ScriptRun script -> script.skipOn();
            case ControlStage.CustomSync _, ControlStage.ScriptRunRollback _ -> SkipOn.NEVER;
            case KubernetesStage _, MultiClusterStage _, TerraformStage _ -> SkipOn.NEVER;
            case CloudRunStage _, LambdaStage _, EcsStage _ -> SkipOn.NEVER;
        };
    }

    /// The stage's own, else the one of its options, else six hours in the newer form.
    private @Nullable Duration timeout(ApplicationSpec.Entry entry, Stage stage) {
        if (entry.timeout() != null) {
            return entry.timeout();
        }
        return switch (stage) {
            case ControlStage.WaitApproval approval -> approval.timeout();
            case ControlStage.ScriptRun script -> script.timeout();
            case ControlStage.CustomSync custom -> custom.timeout();
            case ControlStage.ScriptRunRollback script -> script.timeout();
            case ControlStage.Wait _, ControlStage.Analysis _ -> plugins ? DEFAULT_TIMEOUT : null;
            case KubernetesStage _, MultiClusterStage _, TerraformStage _ -> plugins ? DEFAULT_TIMEOUT : null;
            case CloudRunStage _, LambdaStage _, EcsStage _ -> plugins ? DEFAULT_TIMEOUT : null;
        };
    }
}
