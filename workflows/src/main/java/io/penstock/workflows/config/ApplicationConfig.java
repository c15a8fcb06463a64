package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.workflows.stage.Frozen;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What one application's file says, in either form, with all defaults filled.
///
/// @param kind as written, such as `KubernetesApp` or `Application`
/// @param chain what is deployed after this application, absent when nothing
/// @param analysisArgs arguments of analysis templates that belong to the application (`plugins.analysis`)
/// @param plugins the rest of `spec.plugins`, as it stands; absent when there is none
@JsonTypeName("application")
public record ApplicationConfig(
        String kind,
        Platform platform,
        String name,
        SortedMap<String, String> labels,
        String description,
        Planner planner,
        CommitMatcher commitMatcher,
        List<PipelineStage> pipeline,
        Trigger trigger,
        @Nullable Chain chain,
        Duration timeout,
        @Nullable Encryption encryption,
        @Nullable Attachment attachment,
        Notification notification,
        List<EventWatch> eventWatcher,
        DriftDetection driftDetection,
        SortedMap<String, String> analysisArgs,
        @Nullable JsonNode plugins,
        PlatformConfig platformConfig)
        implements Config {
    public ApplicationConfig {
        labels = Frozen.map(labels);
        pipeline = Frozen.list(pipeline);
        eventWatcher = Frozen.list(eventWatcher);
        analysisArgs = Frozen.map(analysisArgs);
    }

    /// How a strategy is chosen and what follows a failure; `autoRollback` is what is effective of both its places.
    public record Planner(boolean alwaysUsePipeline, boolean autoRollback) {}
}
