package io.penstock.controlplane.deployment;

import io.penstock.workflows.deployment.CommitView;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.deployment.Fact;
import io.penstock.workflows.deployment.Plan;
import io.penstock.workflows.deployment.StageStatus;
import io.penstock.workflows.id.BlobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A deployment and its stages as the console shows them, folded from its facts and from nothing else.
final class DeploymentProjection {
    private final TreeMap<Integer, StageRow> stages = new TreeMap<>();
    private final List<Wait> waiting = new ArrayList<>();
    private DeploymentStatus status = DeploymentStatus.PENDING;
    private @Nullable String statusReason;
    private @Nullable String workflowId;
    private @Nullable String runId;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;
    private @Nullable Planned planned;

    private DeploymentProjection() {}

    static DeploymentProjection of(Iterable<Fact> facts) {
        var projection = new DeploymentProjection();
        facts.forEach(projection::add);
        return projection;
    }

    /// Nothing moves until something happens; one element of the `waiting` column.
    record Wait(
            String cause,
            Instant since,
            String unblock,
            @Nullable Integer stage) {}

    /// What the plan settled.
    record Planned(Plan plan, CommitView commit, BlobId bundle, String contentDigest, String summary) {}

    /// One row of the `stage` table, without what the piped tells about it.
    record StageRow(
            int index,
            String id,
            String name,
            String description,
            boolean rollback,
            StageStatus status,
            @Nullable String statusReason,
            int attempts,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Wait waiting) {
        StageRow begun(Instant at) {
            return new StageRow(
                    index,
                    id,
                    name,
                    description,
                    rollback,
                    StageStatus.RUNNING,
                    null,
                    attempts + 1,
                    startedAt == null ? at : startedAt,
                    null,
                    null);
        }

        StageRow ended(Instant at, StageStatus end, @Nullable String reason) {
            var why = reason == null ? statusReason : reason;
            return new StageRow(index, id, name, description, rollback, end, why, attempts, startedAt, at, null);
        }

        StageRow in(StageStatus now, @Nullable Wait wait) {
            return new StageRow(
                    index, id, name, description, rollback, now, statusReason, attempts, startedAt, finishedAt, wait);
        }

        StageRow because(String reason) {
            return new StageRow(
                    index, id, name, description, rollback, status, reason, attempts, startedAt, finishedAt, waiting);
        }
    }

    private void add(Fact fact) {
        switch (fact) {
            case Fact.Started it -> {
                workflowId = it.workflowId();
                runId = it.runId();
                startedAt = it.at();
            }
            case Fact.Planned it -> plan(it);
            case Fact.StageStarted it -> begin(it);
            case Fact.StageEnded it -> {
                resume(it.stage());
                stages.computeIfPresent(it.stage(), (_, row) -> row.ended(it.at(), it.status(), it.reason()));
            }
            case Fact.Waiting it -> hold(it);
            case Fact.Resumed it -> resume(it.stage());
            case Fact.Decided it -> decide(it);
            case Fact.RollingBack it -> {
                status = DeploymentStatus.ROLLING_BACK;
                statusReason = it.reason();
            }
            case Fact.Finished it -> {
                status = it.status();
                statusReason = it.reason();
                finishedAt = it.at();
                waiting.clear();
            }
        }
    }

    private void plan(Fact.Planned fact) {
        planned = new Planned(fact.plan(), fact.commit(), fact.bundle(), fact.contentDigest(), fact.summary());
        status = DeploymentStatus.PLANNED;
        stages.clear();
        for (var stage : fact.plan().stages()) {
            stages.put(
                    stage.index(),
                    new StageRow(
                            stage.index(),
                            stage.id(),
                            stage.name(),
                            stage.description(),
                            false,
                            StageStatus.NOT_STARTED,
                            null,
                            0,
                            null,
                            null,
                            null));
        }
    }

    private void begin(Fact.StageStarted fact) {
        var row = stages.computeIfAbsent(
                fact.stage(),
                index -> new StageRow(
                        index,
                        fact.rollback() ? "rollback" : "stage-" + index,
                        fact.name(),
                        "",
                        fact.rollback(),
                        StageStatus.NOT_STARTED,
                        null,
                        0,
                        null,
                        null,
                        null));
        stages.put(fact.stage(), row.begun(fact.at()));
        if (!fact.rollback()) {
            status = DeploymentStatus.RUNNING;
        }
    }

    private void hold(Fact.Waiting fact) {
        resume(fact.stage());
        var wait = new Wait(fact.cause(), fact.at(), fact.unblock(), fact.stage());
        waiting.add(wait);
        if (fact.stage() != null) {
            stages.computeIfPresent(fact.stage(), (_, row) -> row.in(StageStatus.WAITING, wait));
        }
    }

    private void resume(@Nullable Integer stage) {
        waiting.removeIf(wait -> Objects.equals(wait.stage(), stage));
        if (stage != null) {
            stages.computeIfPresent(
                    stage, (_, row) -> row.status() == StageStatus.WAITING ? row.in(StageStatus.RUNNING, null) : row);
        }
    }

    private void decide(Fact.Decided fact) {
        var sentence = (fact.approved() ? "approved by " : "rejected by ")
                + fact.by()
                + (fact.reason() == null ? "" : ": " + fact.reason());
        stages.computeIfPresent(
                fact.stage(),
                (_, row) -> row.because(row.statusReason() == null ? sentence : row.statusReason() + "; " + sentence));
    }

    DeploymentStatus status() {
        return status;
    }

    @Nullable
    String statusReason() {
        return statusReason;
    }

    @Nullable
    String workflowId() {
        return workflowId;
    }

    @Nullable
    String runId() {
        return runId;
    }

    @Nullable
    Instant startedAt() {
        return startedAt;
    }

    @Nullable
    Instant finishedAt() {
        return finishedAt;
    }

    @Nullable
    Planned planned() {
        return planned;
    }

    List<StageRow> stages() {
        return List.copyOf(stages.values());
    }

    List<Wait> waiting() {
        return List.copyOf(waiting);
    }
}
