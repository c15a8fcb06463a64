package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import java.time.Duration;
import java.util.List;

/// What makes a deployment of the application.
public record Trigger(
        @Doc("Commits.") OnCommit onCommit,
        @Doc("Commands of people.") OnCommand onCommand,
        @Doc("Drift.") OnOutOfSync onOutOfSync,
        @Doc("Chains of other applications.") OnChain onChain) {

    /// Commits as triggers.
    public record OnCommit(
            @Doc("Commits do not deploy the application.") boolean disabled,

            @Doc("Files outside the application's directory that count as its own.")
            List<String> paths,

            @Doc("A commit that changes a file like one of these does not deploy the application at all.")
            List<String> ignores) {
        public OnCommit {
            paths = Frozen.list(paths);
            ignores = Frozen.list(ignores);
        }
    }

    /// Commands as triggers.
    public record OnCommand(
            @Doc("People's commands do not deploy the application.")
            boolean disabled) {}

    /// Drift as a trigger.
    public record OnOutOfSync(
            @Doc(value = "Drift does not deploy the application.", fallback = "true")
            boolean disabled,

            @Doc(value = "Least time since the last deployment ended.", fallback = "5m")
            Duration minWindow) {}

    /// Chains as triggers.
    public record OnChain(
            @Doc(value = "Other applications' chains do not deploy the application.", fallback = "true")
            boolean disabled) {}
}
