package io.penstock.workflows.deployment;

import io.penstock.workflows.TemporalNames;
import io.temporal.workflow.Workflow;

/// What Temporal's own UI shows of a deployment: current details, and the phase as a search attribute.
final class Progress {
    private final DeploymentInput input;
    private String now = "Rendering";

    Progress(DeploymentInput input) {
        this.input = input;
    }

    void planned(Plan plan, CommitView commit) {
        var running = TemporalNames.PHASE.valueSet(DeploymentStatus.RUNNING.name());
        if (input.commit() == null) {
            // The head was asked for, and only now is it known which commit that is.
            Workflow.upsertTypedSearchAttributes(
                    running, TemporalNames.COMMIT.valueSet(commit.hash().value()));
        } else {
            Workflow.upsertTypedSearchAttributes(running);
        }
        show("Planned " + plan.strategy() + ": " + plan.reason());
    }

    void stage(int index, int count, String name) {
        show("Stage " + (index + 1) + " of " + count + ": " + name);
    }

    void waiting(String sentence) {
        Workflow.setCurrentDetails(title() + "\n\n" + now + "\n\nWaiting, " + sentence);
    }

    void resumed() {
        show(now);
    }

    void rollingBack(String reason) {
        show("Rolling back: " + reason);
    }

    void finished(DeploymentStatus status, String reason) {
        Workflow.upsertTypedSearchAttributes(TemporalNames.PHASE.valueSet(status.name()));
        show(status + ": " + reason);
    }

    private void show(String sentence) {
        now = sentence;
        Workflow.setCurrentDetails(title() + "\n\n" + sentence);
    }

    private String title() {
        return "**" + input.name() + "** on **" + input.cluster() + "**, deployment " + input.number() + " ("
                + input.deployment() + ")";
    }
}
