package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.penstock.workflows.stage.AnalysisHttp;
import io.penstock.workflows.stage.AnalysisLog;
import io.penstock.workflows.stage.AnalysisMetric;
import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import java.util.SortedMap;

/// Analysis items that the applications of a repository share, by name.
@JsonTypeName("analysisTemplate")
public record AnalysisTemplateConfig(
        @Doc("Queries to a metrics provider.") SortedMap<String, AnalysisMetric> metrics,
        @Doc("Queries to a log provider.") SortedMap<String, AnalysisLog> logs,
        @Doc("Requests to the application.") SortedMap<String, AnalysisHttp> https)
        implements Config {
    public AnalysisTemplateConfig {
        metrics = Frozen.map(metrics);
        logs = Frozen.map(logs);
        https = Frozen.map(https);
    }
}
