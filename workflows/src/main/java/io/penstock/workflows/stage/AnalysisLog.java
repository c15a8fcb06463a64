package io.penstock.workflows.stage;

import java.time.Duration;

/// A log query that is repeated during an analysis.
public record AnalysisLog(
        @Doc("Name of the analysis provider.") String provider,
        @Doc(value = "The query.", freeText = true) String query,
        @Doc("Time between two queries.") Duration interval,

        @Doc("The analysis fails when more queries than this failed.")
        int failureLimit,

        @Doc("An answer without data counts as success.") boolean skipOnNoData,

        @Doc("Time limit of one query; none when zero.") Duration timeout,

        @Doc("A template of the repository that takes the place of all this.")
        AnalysisTemplateReference template) {}
