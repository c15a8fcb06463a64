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

/// Asks before many objects are deleted, which a wrong move of files in Git does as easily as a wish.
final class Deletions {
    /// So many objects may go unasked.
    static final int UNASKED = 10;

    private static final String STAGE = "deletions";
    private static final Duration TIMEOUT = Duration.ofHours(6);

    private Deletions() {}

    /// The stages, and where more than `UNASKED` objects would be deleted by a stage that nobody approves before, an
    /// approval in front of it.
    ///
    /// @param removed how many objects run that the commit no longer contains
    static List<PlannedStage> asked(List<PlannedStage> stages, int removed) {
        var place = removed > UNASKED ? firstUnasked(stages) : -1;
        if (place < 0) {
            return stages;
        }
        var all = new ArrayList<>(stages.subList(0, place));
        var approval = new WaitApproval(TIMEOUT, List.of(), 1, SkipOn.NEVER);
        var why = removed + " objects are no longer in Git and would be deleted";
        all.add(new PlannedStage(
                STAGE, place, approval.stageName(), why, Source.PIPELINE, place, approval, null, false));
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
