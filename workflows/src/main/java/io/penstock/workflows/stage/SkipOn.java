package io.penstock.workflows.stage;

import java.util.List;

/// When a stage is skipped: all changed files match `paths`, or the commit message begins with one of the prefixes.
public record SkipOn(
        @Doc("Skipped when every changed file matches one of these patterns.")
        List<String> paths,

        @Doc("Skipped when the commit message begins with one of these.")
        List<String> commitMessagePrefixes) {
    public static final SkipOn NEVER = new SkipOn(List.of(), List.of());

    public SkipOn {
        paths = Frozen.list(paths);
        commitMessagePrefixes = Frozen.list(commitMessagePrefixes);
    }

    /// Whether no condition is given.
    public boolean never() {
        return paths.isEmpty() && commitMessagePrefixes.isEmpty();
    }
}
