package io.penstock.workflows.config;

import io.penstock.workflows.config.KubernetesConfig.Istio;
import io.penstock.workflows.config.KubernetesConfig.TrafficRouting;
import io.penstock.workflows.stage.Frozen;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads an application's file in either form into one model.
///
/// The newer form (`kind: Application`) becomes the older one by laying its plugin's keys over `spec`.
final class ApplicationReader {
    private static final String MULTI_CLUSTER = "kubernetes_multicluster";

    private final Source source;
    private final RecordReader reader;
    private final boolean plugins;

    ApplicationReader(Source source, boolean plugins) {
        this.source = source;
        this.reader = new RecordReader(source);
        this.plugins = plugins;
    }

    /// The application; null where it cannot be made, which is then a fault of the source.
    @Nullable
    ApplicationConfig read(String kind, @Nullable Platform platform, Place place) {
        var block = Block.ofRecord(place, source);
        var found = platform == null ? form(block) : new Form(platform, false);
        var spec = reader.bind(ApplicationSpec.class, block);
        if (found == null || spec == null) {
            return null;
        }
        var config = reader.bind(found.type(), block);
        block.reportUnknown(source);
        if (config == null) {
            return null;
        }
        var complete = complete(config);
        var stages = new StageReader(source, complete, plugins).read(spec.pipeline());
        var application = assemble(kind, spec, complete, stages);
        new ApplicationChecks(source, plugins).check(application, spec, config);
        return application;
    }

    private ApplicationConfig assemble(
            String kind, ApplicationSpec spec, PlatformConfig config, List<PipelineStage> stages) {
        return new ApplicationConfig(
                kind,
                config.platform(),
                spec.name(),
                spec.labels(),
                spec.description(),
                new ApplicationConfig.Planner(spec.planner().alwaysUsePipeline(), autoRollback(spec, config)),
                spec.commitMatcher(),
                stages,
                spec.trigger(),
                spec.postSync().chain(),
                spec.timeout(),
                spec.encryption(),
                spec.attachment(),
                spec.notification(),
                spec.eventWatcher(),
                spec.driftDetection(),
                analysisArguments(spec),
                spec.plugins(),
                config);
    }

    /// Off where either place says so; else on where either says so; else what the form and the platform
    /// default to.
    private boolean autoRollback(ApplicationSpec spec, PlatformConfig config) {
        var planner = spec.planner().autoRollback();
        var input = config.autoRollback();
        if (planner == null && input == null) {
            return plugins || config.platform() != Platform.TERRAFORM;
        }
        return !Boolean.FALSE.equals(planner) && !Boolean.FALSE.equals(input);
    }

    private static SortedMap<String, String> analysisArguments(ApplicationSpec spec) {
        var given = spec.plugins() == null ? null : spec.plugins().at("/analysis/appCustomArgs");
        if (given == null || !given.isObject()) {
            return Collections.emptySortedMap();
        }
        var arguments = new TreeMap<String, String>();
        given.properties()
                .forEach(entry -> arguments.put(entry.getKey(), entry.getValue().asText()));
        return Frozen.map(arguments);
    }

    /// Lays the platform's plugin over the block and says which platform it is.
    private @Nullable Form form(Block block) {
        var place = block.find("plugins");
        var named = new TreeMap<String, Form>();
        var entries = Block.ofMap(place, source).entries();
        for (var entry : entries) {
            if (entry.key().equals(MULTI_CLUSTER)) {
                named.put(entry.key(), new Form(Platform.KUBERNETES, true));
            }
            for (var platform : Platform.values()) {
                if (platform.plugin().equals(entry.key())) {
                    named.put(entry.key(), new Form(platform, false));
                }
            }
        }
        if (named.size() > 1) {
            source.error(place, String.join(", ", named.keySet()), "one platform");
            return null;
        }
        entries.stream()
                .filter(entry -> named.containsKey(entry.key()))
                .forEach(entry -> block.overlay(Block.ofRecord(entry.place(), source)));
        var form = named.isEmpty() ? byStages(block) : named.firstEntry().getValue();
        if (form == null) {
            source.error(
                    place,
                    entries.isEmpty() ? "missing" : "no platform",
                    "one of kubernetes, kubernetes_multicluster, terraform, cloudrun, lambda, ecs,"
                            + " or a pipeline with stages of one of them");
        }
        return form;
    }

    /// The platform of the first stage that has one.
    private @Nullable Form byStages(Block block) {
        var quiet = new Source();
        var pipeline = Block.ofRecord(block.find("pipeline"), quiet);
        var stages = new RecordReader(quiet).bind(ApplicationSpec.Pipeline.class, pipeline);
        if (stages == null) {
            return null;
        }
        for (var stage : stages.stages()) {
            var platform = StageReader.platformOf(stage.name());
            if (platform != null) {
                return new Form(platform, StageReader.multiCluster(stage.name()));
            }
        }
        return null;
    }

    /// Fills what depends on the form: Istio's host, and whether a task stands alone.
    private PlatformConfig complete(PlatformConfig config) {
        return switch (config) {
            case KubernetesConfig k
            when plugins ->
                new KubernetesConfig(
                        k.input(),
                        k.quickSync(),
                        k.service(),
                        k.workloads(),
                        routed(k.trafficRouting(), k.service().name()),
                        k.variantLabel(),
                        k.resourceRoutes());
            case KubernetesConfig k -> k;
            case MultiClusterConfig m ->
                new MultiClusterConfig(
                        m.input(),
                        m.quickSync(),
                        m.service(),
                        m.workloads(),
                        routed(m.trafficRouting(), m.service().name()),
                        m.variantLabel());
            case EcsConfig e -> new EcsConfig(e.input().standalone(!plugins), e.quickSync());
            case TerraformConfig t -> t;
            case CloudRunConfig c -> c;
            case LambdaConfig l -> l;
        };
    }

    private static TrafficRouting routed(TrafficRouting routing, String service) {
        var istio = routing.istio();
        var host = service.isEmpty() ? istio.host() : service;
        return new TrafficRouting(routing.method(), new Istio(host, istio.editableRoutes(), istio.virtualService()));
    }

    /// Which records hold the platform's part.
    private record Form(Platform platform, boolean multiCluster) {
        Class<? extends PlatformConfig> type() {
            return switch (platform) {
                case KUBERNETES -> multiCluster ? MultiClusterConfig.class : KubernetesConfig.class;
                case TERRAFORM -> TerraformConfig.class;
                case CLOUDRUN -> CloudRunConfig.class;
                case LAMBDA -> LambdaConfig.class;
                case ECS -> EcsConfig.class;
            };
        }
    }
}
