package io.penstock.workflows.config;

import io.penstock.workflows.stage.SkipOn;
import io.penstock.workflows.stage.Stage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One stage of an application's pipeline, with what is effective of it.
///
/// @param id as written, else `stage-<index>`
/// @param name as written, such as `K8S_CANARY_ROLLOUT`
/// @param timeout the stage fails after it; none where neither the file nor the form of the file gives one
/// @param skipOn of the stage, else of its options
public record PipelineStage(
        String id,
        int index,
        String name,
        String description,
        @Nullable Duration timeout,
        SkipOn skipOn,
        Stage stage) {}
