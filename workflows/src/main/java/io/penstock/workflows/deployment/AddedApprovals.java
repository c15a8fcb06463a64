package io.penstock.workflows.deployment;

import io.penstock.workflows.deployment.Plan.PlannedStage;
import io.penstock.workflows.kubernetes.KubernetesActivities.Source;
import io.penstock.workflows.kubernetes.KubernetesStages;
import io.penstock.workflows.stage.ControlStage.WaitApproval;
import io.penstock.workflows.stage.KubernetesStage;
import io.penstock.workflows.stage.SkipOn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Approvals that no configuration asks for: before what was rendered a second time goes out, and before many objects
/// are deleted, which a wrong move of files in Git does as easily as a wish.
final class AddedApprovals {
    /// So many objects may be deleted unasked.
    static final int UNASKED = 10;

    private static final Duration TIMEOUT = Duration.ofHours(6);

    private AddedApprovals() {}

    /// The stages with what has to be asked in front of them; one question is enough.
    static List<PlannedStage> in(List<PlannedStage> stages, DeploymentInput input, PlanFacts facts) {
        if (facts.renderedAgain() != null) {
            return with(
                    stages,
                    0,
                    "What was to be deployed again cannot be opened, so its commit was rendered anew: "
                            + facts.renderedAgain());
        }
        // Who goes back to an earlier deployment has been asked.
        var many = facts.removed() > UNASKED && input.trigger() != TriggerKind.ROLLBACK;
        var place = many ? firstUnasked(stages) : -1;
        return place < 0
                ? stages
                : with(stages, place, facts.removed() + " objects are no longer in Git and would be deleted");
    }

    private static List<PlannedStage> with(List<PlannedStage> stages, int place, String why) {
        var approval = new WaitApproval(TIMEOUT, List.of(), 1, SkipOn.NEVER);
        var all = new ArrayList<>(stages.subList(0, place));
        all.add(new PlannedStage(
                "approval", place, approval.stageName(), why, Source.PIPELINE, place, approval, null, false));
        for (var stage : stages.subList(place, stages.size())) {
            all.add(new PlannedStage(
                    stage.id(),
                    stage.index() + 1,
                    stage.name(),
                    stage.description(),
                    stage.source(),
                    stage.sourceIndex(),
                    stage.stage(),
                    stage.timeout(),
                    stage.skipped()));
        }
        return List.copyOf(all);
    }

    /// The place of the first stage that deletes before anybody was asked, -1 where there is none.
    private static int firstUnasked(List<PlannedStage> stages) {
        for (var stage : stages) {
            if (stage.skipped()) {
                continue;
            }
            if (stage.stage() instanceof WaitApproval) {
                return -1;
            }
            if (stage.stage() instanceof KubernetesStage kubernetes && KubernetesStages.prunes(kubernetes)) {
                return stage.index();
            }
        }
        return -1;
    }
}
