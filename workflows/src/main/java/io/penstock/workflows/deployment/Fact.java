package io.penstock.workflows.deployment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.penstock.workflows.id.BlobId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that happened in a deployment and is to be seen outside it. Facts are journaled in order; what the
/// console shows is folded from them.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fact")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fact.Started.class, name = "started"),
    @JsonSubTypes.Type(value = Fact.Planned.class, name = "planned"),
    @JsonSubTypes.Type(value = Fact.StageStarted.class, name = "stageStarted"),
    @JsonSubTypes.Type(value = Fact.StageEnded.class, name = "stageEnded"),
    @JsonSubTypes.Type(value = Fact.Waiting.class, name = "waiting"),
    @JsonSubTypes.Type(value = Fact.Resumed.class, name = "resumed"),
    @JsonSubTypes.Type(value = Fact.Decided.class, name = "decided"),
    @JsonSubTypes.Type(value = Fact.RollingBack.class, name = "rollingBack"),
    @JsonSubTypes.Type(value = Fact.Finished.class, name = "finished"),
})
public sealed interface Fact {
    /// When it happened, by the workflow's clock.
    Instant at();

    /// The deployment's workflow began.
    record Started(Instant at, String workflowId, String runId) implements Fact {}

    /// The plan is made; its stages are known from here on.
    record Planned(Instant at, Plan plan, CommitView commit, BlobId bundle, String contentDigest, String summary)
            implements Fact {}

    /// A stage began; `rollback` stages are not part of the plan's list.
    record StageStarted(Instant at, int stage, String name, boolean rollback) implements Fact {}

    record StageEnded(
            Instant at,
            int stage,
            StageStatus status,
            @Nullable String reason) implements Fact {}

    /// Nothing moves until `unblock` happens.
    ///
    /// @param stage null when the deployment as a whole waits
    record Waiting(Instant at, @Nullable Integer stage, String cause, String unblock) implements Fact {}

    /// What was waited for happened.
    record Resumed(Instant at, @Nullable Integer stage) implements Fact {}

    /// A person or program decided on a stage.
    record Decided(
            Instant at,
            int stage,
            String by,
            boolean approved,
            @Nullable String reason) implements Fact {}

    record RollingBack(Instant at, String reason) implements Fact {}

    record Finished(Instant at, DeploymentStatus status, String reason) implements Fact {}
}
