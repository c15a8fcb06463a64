package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import java.util.List;
import java.util.SortedMap;

/// Files that are changed when an event arrives.
public record EventWatch(
        @Doc("Which events count.") Matcher matcher,
        @Doc("What is done.") Action handler) {

    /// Which events count.
    public record Matcher(
            @Doc("Exact name of the event.") String name,

            @Doc("Labels; the event must carry exactly these.")
            SortedMap<String, String> labels) {
        public Matcher {
            labels = Frozen.map(labels);
        }
    }

    /// What is done.
    public record Action(
            @Doc(value = "Kind of the action.", range = "GIT_UPDATE")
            String type,

            @Doc("The change to Git.") GitUpdate config) {}

    /// A commit.
    public record GitUpdate(
            @Doc(value = "Message of the commit, a Go template.", freeText = true)
            String commitMessage,

            @Doc("Push a branch of its own in place of the watched one.")
            boolean makePullRequest,

            @Doc("Which values are replaced.") List<Replacement> replacements) {
        public GitUpdate {
            replacements = Frozen.list(replacements);
        }
    }
}
