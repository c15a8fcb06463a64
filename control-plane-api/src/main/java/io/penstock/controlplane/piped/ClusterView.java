package io.penstock.controlplane.piped;

import io.penstock.controlplane.answer.View;
import io.penstock.controlplane.piped.PipedView.Liveness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cluster as people see it.
///
/// @param backlog tasks that wait in its queue, about; null when Temporal does not say
/// @param pollers polls seen in its queue lately; null when Temporal does not say
/// @param running deployments that have not ended
public record ClusterView(
        String name,
        Liveness state,
        List<PipedView> pipeds,
        @Nullable Long backlog,
        @Nullable Integer pollers,
        int running)
        implements View {}
