package io.penstock.activities.door;

import io.penstock.workflows.id.DeploymentId;

/// The log of one stage, as people read it in the console: lines go up in the background, redacted, in order.
public final class StageLog {
    private final StageLogs logs;
    private final Stage stage;

    StageLog(StageLogs logs, Stage stage) {
        this.logs = logs;
        this.stage = stage;
    }

    /// Appends a line; a text of several lines becomes several. Never blocks and never fails: who writes too much
    /// loses lines, not the deployment.
    public void line(String text) {
        text.lines().forEach(line -> logs.append(stage, line));
    }

    /// Whose lines they are.
    record Stage(DeploymentId deployment, int stage, boolean rollback, int attempt) {}
}
