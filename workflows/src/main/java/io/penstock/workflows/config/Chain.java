package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import java.util.List;

/// Applications that are deployed after this one, each matcher one block, in order.
public record Chain(
        @Doc(value = "One matcher for each block.", required = true)
        List<ChainMatcher> applications) {
    public Chain {
        applications = Frozen.list(applications);
    }
}
