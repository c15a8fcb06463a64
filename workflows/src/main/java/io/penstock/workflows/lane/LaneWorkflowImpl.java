package io.penstock.workflows.lane;

import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.deployment.DeploymentInput;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.deployment.DeploymentWorkflow;
import io.penstock.workflows.deployment.Options;
import io.penstock.workflows.lane.LaneActivities.Claim;
import io.penstock.workflows.lane.LaneActivities.ClaimRequest;
import io.penstock.workflows.lane.LaneActivities.Lost;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Locale;

/// Claims intents and deploys them one after another, then ends.
public final class LaneWorkflowImpl implements LaneWorkflow {
    private static final Duration PAUSE_AT_FIRST = Duration.ofSeconds(1);
    private static final Duration PAUSE_AT_MOST = Duration.ofSeconds(30);
    private static final int DEPLOYMENTS_PER_RUN = 50;

    private final LaneActivities activities = Workflow.newLocalActivityStub(LaneActivities.class, Options.record());
    private boolean woken;

    @Override
    public void serve(LaneInput input) {
        var request = new ClaimRequest(input.application(), Workflow.getInfo().getRunId());
        var pause = PAUSE_AT_FIRST;
        for (var deployed = 0; deployed < DEPLOYMENTS_PER_RUN; ) {
            woken = false;
            var claim = activities.claim(request);
            if (claim.next() != null && deploy(claim.next())) {
                deployed++;
                pause = PAUSE_AT_FIRST;
                if (claim.left() == 0 && !woken) {
                    return;
                }
            } else if (claim.next() != null || claim.busy() != null) {
                // Whoever ends it, the next claim says what is to be done then: never start the same again.
                busy(claim);
                Workflow.await(pause, () -> woken);
                pause = longer(pause);
            } else if (!woken) {
                return;
            }
        }
        Workflow.continueAsNew(input);
    }

    @Override
    public void wake() {
        woken = true;
    }

    private static void busy(Claim claim) {
        Workflow.setCurrentDetails("Waiting until the deployment ends that another run started"
                + (claim.busy() == null ? "" : ": " + claim.busy()));
    }

    /// Deploys and waits for the end; false when another deployment of the application still runs.
    private boolean deploy(DeploymentInput input) {
        Workflow.setCurrentDetails("Deploying " + input.name() + " on " + input.cluster() + ": deployment "
                + input.number() + " (" + input.deployment() + ")");
        try {
            Workflow.newChildWorkflowStub(DeploymentWorkflow.class, options(input))
                    .deploy(input);
        } catch (ChildWorkflowFailure e) {
            if (e.getCause() instanceof WorkflowExecutionAlreadyStarted) {
                return false;
            }
            activities.lost(new Lost(input.deployment(), "its workflow ended without a last word: " + sentence(e)));
        }
        return true;
    }

    private static String sentence(ChildWorkflowFailure failure) {
        var cause = failure.getCause();
        return cause == null || cause.getMessage() == null ? "no cause is known" : cause.getMessage();
    }

    private static Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(PAUSE_AT_MOST) < 0 ? twice : PAUSE_AT_MOST;
    }

    private static ChildWorkflowOptions options(DeploymentInput input) {
        var attributes = SearchAttributes.newBuilder()
                .set(TemporalNames.PROJECT, input.project())
                .set(TemporalNames.APPLICATION, input.name())
                .set(TemporalNames.CLUSTER, input.cluster().value())
                .set(TemporalNames.KIND, "DEPLOYMENT")
                .set(TemporalNames.PHASE, DeploymentStatus.PENDING.name())
                .set(TemporalNames.DEPLOYMENT, input.deployment().value());
        if (input.commit() != null) {
            attributes.set(TemporalNames.COMMIT, input.commit().value());
        }
        return ChildWorkflowOptions.newBuilder()
                .setWorkflowId(TemporalNames.deployment(input.application()))
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setCancellationType(ChildWorkflowCancellationType.ABANDON)
                .setWorkflowTaskTimeout(Options.WORKFLOW_TASK)
                .setTypedSearchAttributes(attributes.build())
                .setStaticSummary(input.name() + " on " + input.cluster() + " #" + input.number() + ", "
                        + input.trigger().name().toLowerCase(Locale.ROOT))
                .build();
    }
}
