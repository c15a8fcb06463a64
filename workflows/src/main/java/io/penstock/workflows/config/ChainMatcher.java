package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Which applications make up one block of a chain; what is empty matches all, and all that is given must match.
public record ChainMatcher(
        @Doc("Exact name of the application.") String name,

        @Doc("Platform of the application.") @Nullable Platform kind,

        @Doc("Labels that the application carries.") SortedMap<String, String> labels) {
    public ChainMatcher {
        labels = Frozen.map(labels);
    }
}
