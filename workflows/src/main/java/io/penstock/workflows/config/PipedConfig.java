package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a piped's file says: PipeCD's fields of both forms, and Penstock's additions.
@JsonTypeName("piped")
public record PipedConfig(
        @Doc(value = "The project.", required = true) String projectID,

        @Doc(value = "The piped.", required = true) String pipedID,

        @Doc("File with the piped's key.") String pipedKeyFile,
        @Doc("The piped's key in base64.") Secret pipedKeyData,
        @Doc("Name of the piped.") String name,

        @Doc(value = "Address of the gate, host and port.", required = true)
        String apiAddress,

        @Doc("Address of the HTTP door and the console; asked of the gate when empty.")
        String webAddress,

        @Doc(value = "The cluster that the piped serves; asked of the control plane when empty.", addition = true)
        String cluster,

        @Doc(value = "Time between two looks at a repository without a webhook.", fallback = "1m")
        Duration syncInterval,

        @Doc(value = "Time between two looks at application files.", fallback = "1m")
        Duration appConfigSyncInterval,

        @Doc("How Git is reached.") PipedGit git,
        @Doc("The repositories that are watched.") List<Repository> repositories,
        @Doc("Chart repositories.") List<ChartRepository> chartRepositories,
        @Doc("Chart registries.") List<ChartRegistry> chartRegistries,

        @Doc(value = "Where applications run.", also = "cloudProviders")
        List<PlatformProvider> platformProviders,

        @Doc("Where analyses get their figures.") List<AnalysisProvider> analysisProviders,
        @Doc("Plugins, in the newer form.") List<PipedPlugin> plugins,
        @Doc("Who is told what.") PipedNotifications notifications,
        @Doc("How sealed secrets are opened.") @Nullable SecretManagement secretManagement,
        @Doc("How events change repositories.") PipedEventWatcher eventWatcher,
        @Doc("How previews are made.") PlanPreview planPreview,

        @Doc("Only applications with all these labels are suggested.")
        SortedMap<String, String> appSelector,

        @Doc(value = "Keys of sealed bundles.", addition = true)
        Sealing sealing,

        @Doc(value = "What the piped may touch.", addition = true)
        Limits limits)
        implements Config {
    public PipedConfig {
        repositories = Frozen.list(repositories);
        chartRepositories = Frozen.list(chartRepositories);
        chartRegistries = Frozen.list(chartRegistries);
        platformProviders = Frozen.list(platformProviders);
        analysisProviders = Frozen.list(analysisProviders);
        plugins = Frozen.list(plugins);
        appSelector = Frozen.map(appSelector);
    }

    /// The same with what the plugins of the newer form hold besides.
    PipedConfig with(PluginParts parts) {
        return new PipedConfig(
                projectID,
                pipedID,
                pipedKeyFile,
                pipedKeyData,
                name,
                apiAddress,
                webAddress,
                cluster,
                syncInterval,
                appConfigSyncInterval,
                git,
                repositories,
                joined(chartRepositories, parts.chartRepositories),
                joined(chartRegistries, parts.chartRegistries),
                joined(platformProviders, parts.platformProviders),
                joined(analysisProviders, parts.analysisProviders),
                plugins,
                notifications,
                secretManagement,
                eventWatcher,
                planPreview,
                appSelector,
                sealing,
                limits);
    }

    private static <T> List<T> joined(List<T> own, List<T> more) {
        return Stream.concat(own.stream(), more.stream()).toList();
    }

    /// What the plugins of the newer form hold, and the older one at the top of the file.
    record PluginParts(
            List<ChartRepository> chartRepositories,
            List<ChartRegistry> chartRegistries,
            List<PlatformProvider> platformProviders,
            List<AnalysisProvider> analysisProviders) {}

    /// One branch of one repository.
    public record Repository(
            @Doc(value = "Id by which applications name it.", required = true)
            String repoId,

            @Doc(value = "Address.", required = true) String remote,
            @Doc(value = "Branch.", required = true) String branch) {}

    /// A chart repository.
    public record ChartRepository(
            @Doc(value = "Kind of the repository.", fallback = "HTTP")
            ChartRepositoryType type,

            @Doc("Name by which charts name it.") String name,
            @Doc("Address.") String address,
            @Doc("User.") String username,
            @Doc("Password.") Secret password,
            @Doc("Do not check certificates.") boolean insecure,
            @Doc("Address of a Git repository.") String gitRemote,
            @Doc("File with the key of the Git repository.") String sshKeyFile) {}

    /// Kind of a chart repository.
    public enum ChartRepositoryType {
        HTTP,
        GIT
    }

    /// A chart registry.
    public record ChartRegistry(
            @Doc(value = "Kind of the registry.", fallback = "OCI")
            ChartRegistryType type,

            @Doc(value = "Address.", required = true) String address,
            @Doc("User.") String username,
            @Doc("Password.") Secret password) {}

    /// Kind of a chart registry.
    public enum ChartRegistryType {
        OCI
    }

    /// How events change repositories.
    public record PipedEventWatcher(
            @Doc(value = "Time between two looks.", fallback = "1m")
            Duration checkInterval,

            @Doc("Settings by repository.") List<EventRepository> gitRepos) {
        public PipedEventWatcher {
            gitRepos = Frozen.list(gitRepos);
        }
    }

    /// Settings of one repository for events.
    public record EventRepository(
            @Doc(value = "Id of the repository.", required = true)
            String repoId,

            @Doc(value = "Message of commits.", freeText = true)
            String commitMessage,

            @Doc("Event files that count; ignored when excludes are given.")
            List<String> includes,

            @Doc("Event files that do not count.") List<String> excludes) {
        public EventRepository {
            includes = Frozen.list(includes);
            excludes = Frozen.list(excludes);
        }
    }

    /// How previews are made.
    public record PlanPreview(
            @Doc(value = "Previews at a time.", fallback = "3")
            int workerNum,

            @Doc(value = "Previews that may wait.", fallback = "10")
            int commandQueueBufferSize,

            @Doc(value = "Time between two looks for commands.", fallback = "5s")
            Duration commandCheckInterval,

            @Doc(value = "Time limit of a preview.", fallback = "5m")
            Duration commandHandleTimeout) {}

    /// Keys that seal and open bundles, newest first; older ones open what they sealed.
    public record Sealing(
            @Doc(value = "The keys, newest first.", addition = true)
            List<SealingKey> keys) {
        public Sealing {
            keys = Frozen.list(keys);
        }
    }

    /// One key of 32 bytes in base64, in place or in a file.
    public record SealingKey(
            @Doc(value = "Id of the key.", required = true, addition = true)
            String id,

            @Doc(value = "The key in base64.", addition = true)
            Secret keyData,

            @Doc(value = "File with the key in base64.", addition = true)
            String keyFile) {}

    /// What the piped may touch; empty means no limit.
    public record Limits(
            @Doc(value = "Namespaces that may be changed.", addition = true)
            List<String> namespaces,

            @Doc(value = "Kinds that may be changed.", addition = true)
            List<String> kinds) {
        public Limits {
            namespaces = Frozen.list(namespaces);
            kinds = Frozen.list(kinds);
        }
    }
}
