package io.penstock.workflows.lane;

import io.penstock.workflows.deployment.DeploymentInput;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.DeploymentId;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/// What a lane reads from and writes to the control plane's database. Runs as local activities, at least once.
@ActivityInterface
public interface LaneActivities {
    /// Claims the next intent of the application for this lane's run, and records the intents that it supersedes.
    /// Idempotent: a claimed intent of the same run that has not ended is returned again.
    @ActivityMethod(name = "lane.claim")
    Claim claim(ClaimRequest request);

    /// Records that a deployment's workflow ended without a last fact of its own (terminated, timed out). Does
    /// nothing when the deployment has ended already.
    @ActivityMethod(name = "lane.lost")
    void lost(Lost lost);

    record ClaimRequest(ApplicationId application, String laneRunId) {}

    /// What to do next: deploy `next`, wait for `busy` (claimed by another run and still open) to end, or end
    /// when both are null.
    ///
    /// @param left how many intents are still open behind `next`, so that a lane need not ask once more
    record Claim(@Nullable DeploymentInput next, @Nullable DeploymentId busy, int left) {}

    record Lost(DeploymentId deployment, String reason) {}
}
