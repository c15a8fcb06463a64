package io.penstock.workflows.stage;

import java.time.Duration;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A query that is repeated during an analysis, and what its answer must be.
public record AnalysisMetric(
        @Doc(value = "What the answer is compared with.", fallback = "THRESHOLD")
        Strategy strategy,

        @Doc("Name of the analysis provider; needed unless a template is named.")
        String provider,

        @Doc(value = "The query, a Go template; needed unless a template is named.", freeText = true)
        String query,

        @Doc("The range that the answer must lie in, both ends included.")
        Expected expected,

        @Doc("Time between two queries; needed unless a template is named.")
        Duration interval,

        @Doc("The analysis fails when more queries than this failed.")
        int failureLimit,

        @Doc("An answer without data counts as success.") boolean skipOnNoData,

        @Doc(value = "Time limit of one query.", fallback = "30s")
        Duration timeout,

        @Doc(value = "Which deviation from the baseline counts.", fallback = "EITHER")
        Deviation deviation,

        @Doc(value = "Template arguments of the canary's query.", freeText = true)
        SortedMap<String, String> canaryArgs,

        @Doc(value = "Template arguments of the baseline's query.", freeText = true)
        SortedMap<String, String> baselineArgs,

        @Doc(value = "Template arguments of the primary's query.", freeText = true)
        SortedMap<String, String> primaryArgs,

        @Doc("A template of the repository that takes the place of all this.")
        AnalysisTemplateReference template) {
    public AnalysisMetric {
        canaryArgs = Frozen.map(canaryArgs);
        baselineArgs = Frozen.map(baselineArgs);
        primaryArgs = Frozen.map(primaryArgs);
    }

    /// What an answer is compared with.
    public enum Strategy {
        THRESHOLD,
        PREVIOUS,
        CANARY_BASELINE,
        CANARY_PRIMARY
    }

    /// Which side of a deviation counts.
    public enum Deviation {
        EITHER,
        HIGH,
        LOW
    }

    /// A range with both ends included.
    public record Expected(
            @Doc("Least allowed value.") @Nullable Double min,
            @Doc("Greatest allowed value.") @Nullable Double max) {}
}
