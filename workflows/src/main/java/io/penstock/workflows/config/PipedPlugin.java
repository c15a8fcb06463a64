package io.penstock.workflows.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A plugin of the newer form; Penstock has its parts built in and reads the deploy targets.
public record PipedPlugin(
        @Doc(value = "Name of the plugin.", required = true) String name,

        @Doc("Where PipeCD gets the program.") String url,
        @Doc("Port of the program.") int port,
        @Doc("Configuration of the plugin.") @Nullable JsonNode config,
        @Doc("Places where applications run.") List<DeployTarget> deployTargets) {
    public PipedPlugin {
        deployTargets = Frozen.list(deployTargets);
    }

    /// A place where applications run.
    public record DeployTarget(
            @Doc(value = "Name of the target.", required = true)
            String name,

            @Doc("Labels of the target.") SortedMap<String, String> labels,
            @Doc("How it is reached.") @Nullable JsonNode config) {
        public DeployTarget {
            labels = Frozen.map(labels);
        }
    }

    /// What the Kubernetes plugins are configured with; the older form has it at the top of the file.
    record Charts(
            @Doc("Chart repositories.") List<PipedConfig.ChartRepository> chartRepositories,
            @Doc("Chart registries.") List<PipedConfig.ChartRegistry> chartRegistries) {
        Charts {
            chartRepositories = Frozen.list(chartRepositories);
            chartRegistries = Frozen.list(chartRegistries);
        }
    }

    /// What the analysis plugin is configured with; the older form has it at the top of the file.
    record Analysis(
            @Doc("Where analyses get their figures.") List<AnalysisProvider> analysisProviders) {
        Analysis {
            analysisProviders = Frozen.list(analysisProviders);
        }
    }
}
