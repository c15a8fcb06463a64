package io.penstock.workflows.deployment;

import io.penstock.workflows.config.ApplicationConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the planner decides on: the application's configuration at the commit and how it differs from what runs.
///
/// @param config the configuration at the commit, without anything that only the piped needs
/// @param commitMatcher which of the configuration's matchers fits the commit's message
/// @param workloads whether both sides have workloads; false also when nothing runs yet
/// @param podTemplateChange the first path that differs under `spec.template` of a workload present on both sides
/// @param configurationChange the first ConfigMap or Secret that was added, removed or changed
/// @param differenceUnknown why the two sides could not be compared, null when they could
/// @param summary one sentence on what goes out, such as the images that change
/// @param warnings what the author should know and that stops nothing
/// @param tools versions of the programs that rendered, part of the plan's digest
/// @param skipped indexes of the pipeline's stages that their `skipOn` leaves out, by message and changed paths
/// @param removed how many objects run that the commit no longer contains; 0 also where nothing runs or that is unknown
/// @param renderedAgain why a stored bundle could not be opened, so that its commit was rendered anew; null otherwise
public record PlanFacts(
        ApplicationConfig config,
        CommitMatch commitMatcher,
        boolean workloads,
        @Nullable String podTemplateChange,
        @Nullable String configurationChange,
        @Nullable String differenceUnknown,
        String summary,
        List<String> warnings,
        String tools,
        List<Integer> skipped,
        int removed,
        @Nullable String renderedAgain) {
    /// Which commit matcher fits a commit's message; the pipeline's is looked at first.
    public enum CommitMatch {
        NONE,
        PIPELINE,
        QUICK_SYNC
    }
}
