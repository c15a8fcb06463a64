package io.penstock.workflows.config;

import io.penstock.workflows.id.ClusterName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a piped's file of either form; deploy targets of the newer one become platform providers.
final class PipedReader {
    private static final int SEALING_KEY_BYTES = 32;

    private final Source source;

    PipedReader(Source source) {
        this.source = source;
    }

    /// The piped; null where it cannot be made, which is then a fault of the source.
    @Nullable
    PipedConfig read(Place place) {
        var read = new RecordReader(source).read(PipedConfig.class, place);
        return read == null ? null : checked(read, withPlugins(read));
    }

    /// @param read the record that was read, which knows its places
    private PipedConfig checked(PipedConfig read, PipedConfig piped) {
        exactlyOne(
                read,
                "pipedKeyFile",
                !read.pipedKeyFile().isEmpty(),
                !read.pipedKeyData().absent());
        base64(read, "pipedKeyData", read.pipedKeyData());
        cluster(read);
        repositories(read);
        git(read.git());
        charts(piped);
        providers(piped);
        new NotificationChecks(source).check(read.notifications());
        previews(read.planPreview());
        sealing(read.sealing());
        secrets(read.secretManagement());
        return piped;
    }

    private void previews(PipedConfig.PlanPreview previews) {
        notNegative(previews, "workerNum", previews.workerNum());
        notNegative(previews, "commandQueueBufferSize", previews.commandQueueBufferSize());
    }

    private void notNegative(Object record, String field, int value) {
        if (value < 0) {
            source.error(source.place(record, field), Integer.toString(value), "0 or more");
        }
    }

    private void cluster(PipedConfig piped) {
        if (!piped.cluster().isEmpty()) {
            try {
                new ClusterName(piped.cluster());
            } catch (IllegalArgumentException _) {
                source.error(
                        source.place(piped, "cluster"),
                        piped.cluster(),
                        "a DNS label of at most 63 characters, not control-plane");
            }
        }
    }

    private void repositories(PipedConfig piped) {
        var ids = new HashSet<String>();
        for (var repository : piped.repositories()) {
            if (!repository.repoId().isEmpty() && !ids.add(repository.repoId())) {
                source.error(source.place(repository, "repoId"), repository.repoId(), "an id that no other has");
            }
        }
        var watched = new HashSet<String>();
        for (var repository : piped.eventWatcher().gitRepos()) {
            if (!repository.repoId().isEmpty() && !watched.add(repository.repoId())) {
                source.error(source.place(repository, "repoId"), repository.repoId(), "an id that no other has");
            }
        }
    }

    private void git(PipedGit git) {
        var key = !git.sshKeyFile().isEmpty();
        var data = !git.sshKeyData().absent();
        if (key && data) {
            source.error(source.place(git, "sshKeyData"), "given", "sshKeyFile or sshKeyData, not both");
        }
        if ((key || data) && !git.password().absent()) {
            source.error(source.place(git, "password"), "given", "a key of SSH or a password, not both");
        }
        base64(git, "sshKeyData", git.sshKeyData());
        base64(git, "password", git.password());
        if (!git.password().absent() && source.place(git, "username").node() == null) {
            source.missing(source.place(git, "username"), "the user that the password belongs to");
        }
    }

    private void charts(PipedConfig piped) {
        for (var charts : piped.chartRepositories()) {
            switch (charts.type()) {
                case HTTP -> {
                    text(charts, "name", charts.name());
                    text(charts, "address", charts.address());
                }
                case GIT -> text(charts, "gitRemote", charts.gitRemote());
            }
        }
    }

    private void providers(PipedConfig piped) {
        for (var provider : piped.analysisProviders()) {
            if (provider.config() instanceof AnalysisProvider.Datadog datadog) {
                exactlyOne(
                        datadog,
                        "apiKeyFile",
                        !datadog.apiKeyFile().isEmpty(),
                        !datadog.apiKeyData().absent());
                exactlyOne(
                        datadog,
                        "applicationKeyFile",
                        !datadog.applicationKeyFile().isEmpty(),
                        !datadog.applicationKeyData().absent());
            }
        }
    }

    private void sealing(PipedConfig.Sealing sealing) {
        var ids = new HashSet<String>();
        for (var key : sealing.keys()) {
            if (!ids.add(key.id())) {
                source.error(source.place(key, "id"), key.id(), "an id that no other key has");
            }
            exactlyOne(key, "keyFile", !key.keyFile().isEmpty(), !key.keyData().absent());
            if (!key.keyData().absent()) {
                var decoded = key.keyData().decoded();
                if (decoded == null || decoded.length != SEALING_KEY_BYTES) {
                    source.error(source.place(key, "keyData"), "not shown", "32 bytes in base64");
                }
            }
        }
    }

    private void secrets(@Nullable SecretManagement management) {
        if (management == null) {
            return;
        }
        if (management.type() != SecretManagement.Type.KEY_PAIR) {
            source.error(source.place(management, "type"), management.type().name(), "KEY_PAIR");
            return;
        }
        var keys = management.config();
        exactlyOne(
                keys,
                "privateKeyFile",
                !keys.privateKeyFile().isEmpty(),
                !keys.privateKeyData().absent());
        exactlyOne(
                keys,
                "publicKeyFile",
                !keys.publicKeyFile().isEmpty(),
                !keys.publicKeyData().absent());
        base64(keys, "privateKeyData", keys.privateKeyData());
        base64(keys, "publicKeyData", keys.publicKeyData());
    }

    private void text(Object record, String field, String value) {
        if (value.isEmpty()) {
            source.missing(source.place(record, field), "text");
        }
    }

    private void exactlyOne(Object record, String field, boolean file, boolean data) {
        if (file == data) {
            var other = field.replace("File", "Data");
            source.error(
                    source.place(record, field), file ? "both" : "missing", field + " or " + other + ", exactly one");
        }
    }

    private void base64(Object record, String field, Secret secret) {
        if (!secret.absent() && secret.decoded() == null) {
            source.error(source.place(record, field), "not shown", "text in base64");
        }
    }

    private PipedConfig withPlugins(PipedConfig piped) {
        var repositories = new ArrayList<PipedConfig.ChartRepository>();
        var registries = new ArrayList<PipedConfig.ChartRegistry>();
        var providers = new ArrayList<PlatformProvider>();
        var analysis = new ArrayList<AnalysisProvider>();
        var reader = new RecordReader(source);
        for (var plugin : piped.plugins()) {
            var place = source.place(plugin, "config");
            var platform = platform(plugin.name());
            if (platform == Platform.KUBERNETES) {
                var charts = reader.read(PipedPlugin.Charts.class, place);
                if (charts != null) {
                    repositories.addAll(charts.chartRepositories());
                    registries.addAll(charts.chartRegistries());
                }
            } else if (plugin.name().equals("analysis")) {
                var read = reader.read(PipedPlugin.Analysis.class, place);
                analysis.addAll(read == null ? List.of() : read.analysisProviders());
            }
            if (platform != null) {
                providers.addAll(targets(plugin, platform));
            }
        }
        return piped.with(new PipedConfig.PluginParts(repositories, registries, providers, analysis));
    }

    private List<PlatformProvider> targets(PipedPlugin plugin, Platform platform) {
        var providers = new ArrayList<PlatformProvider>();
        for (var target : plugin.deployTargets()) {
            var config = new RecordReader(source).read(config(platform), source.place(target, "config"));
            if (config != null) {
                providers.add(new PlatformProvider(target.name(), platform, target.labels(), config));
            }
        }
        return providers;
    }

    private static @Nullable Platform platform(String plugin) {
        for (var platform : Platform.values()) {
            if (platform.plugin().equals(plugin)) {
                return platform;
            }
        }
        return plugin.equals("kubernetes_multicluster") ? Platform.KUBERNETES : null;
    }

    private static Class<? extends ProviderConfig> config(Platform platform) {
        return switch (platform) {
            case KUBERNETES -> ProviderConfig.Kubernetes.class;
            case TERRAFORM -> ProviderConfig.Terraform.class;
            case CLOUDRUN -> ProviderConfig.CloudRun.class;
            case LAMBDA -> ProviderConfig.Lambda.class;
            case ECS -> ProviderConfig.Ecs.class;
        };
    }
}
