package io.penstock.workflows.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import io.penstock.workflows.stage.SkipOn;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The part of an application's file that every platform shares, as it is written.
public record ApplicationSpec(
        @Doc("Name under which the application is suggested for registration.")
        String name,

        @Doc("Labels that the control plane shows.") SortedMap<String, String> labels,

        @Doc(value = "Description in Markdown.", freeText = true)
        String description,

        @Doc("How a strategy is chosen.") PlannerSpec planner,
        @Doc("Commit messages that choose a strategy.") CommitMatcher commitMatcher,
        @Doc("The stages of a deployment.") @Nullable Pipeline pipeline,
        @Doc("What makes a deployment.") Trigger trigger,
        @Doc("What follows a deployment.") PostSync postSync,

        @Doc(value = "Time limit of the whole deployment.", fallback = "6h")
        Duration timeout,

        @Doc("Sealed secrets.") @Nullable Encryption encryption,

        @Doc("Files whose content is put into others.") @Nullable
        Attachment attachment,

        @Doc("Whom notifications mention.") Notification notification,
        @Doc("Files that events change.") List<EventWatch> eventWatcher,
        @Doc("What does not count as drift.") DriftDetection driftDetection,
        @Doc("Configuration of plugins by name.") @Nullable JsonNode plugins) {
    public ApplicationSpec {
        labels = Frozen.map(labels);
        eventWatcher = Frozen.list(eventWatcher);
    }

    /// How a strategy is chosen.
    public record PlannerSpec(
            @Doc("Use the pipeline for every change.") boolean alwaysUsePipeline,

            @Doc("Roll back when a deployment fails; on when absent.") @Nullable
            Boolean autoRollback) {}

    /// The stages, in order.
    public record Pipeline(
            @Lenient @Doc("The stages, in order.") List<Entry> stages) {
        public Pipeline {
            stages = Frozen.list(stages);
        }
    }

    /// One stage, as it is written.
    public record Entry(
            @Doc("Id of the stage; stage-<index> when absent.")
            String id,

            @Doc(value = "Name of the stage.", required = true)
            String name,

            @Doc(value = "Description of the stage.", freeText = true)
            String desc,

            @Doc("The stage fails after this time.") @Nullable
            Duration timeout,

            @Doc("When to skip the stage.") SkipOn skipOn,
            @Doc("Options of the stage.") @Nullable JsonNode with) {}
}
