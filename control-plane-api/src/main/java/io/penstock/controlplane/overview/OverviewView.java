package io.penstock.controlplane.overview;

import io.penstock.controlplane.answer.Millis;
import io.penstock.controlplane.answer.View;
import io.penstock.controlplane.deployment.DeploymentView;
import io.penstock.workflows.deployment.DeploymentStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The first page.
///
/// @param today what began in the last 24 hours, newest first, at most 50
public record OverviewView(List<NeedView> needsYou, MatrixView matrix, List<DeploymentView> today) implements View {
    /// Something that somebody should look at.
    ///
    /// @param title whose matter it is, such as `web on tokyo`
    /// @param deployment null where none is meant, but an application or a chain
    /// @param application its id, null of a chain
    /// @param chain its id, null of anything else
    /// @param cluster its name, null of anything else
    /// @param stage the id of the stage that waits, null where the whole deployment is meant
    /// @param sentence what is the matter
    /// @param since when it began, null where that is not known
    public record NeedView(
            Kind kind,
            String title,
            @Nullable DeploymentView deployment,
            @Nullable UUID application,
            @Nullable UUID chain,
            @Nullable String cluster,
            @Nullable String stage,
            String sentence,
            Action action,
            @Millis @Nullable Instant since)
            implements View {
        /// CONFIGURATION: what Git says about the application is at fault, so it is not deployed. CHAIN: it ended
        /// before all its blocks were deployed. CLUSTER: no piped of it is connected.
        public enum Kind {
            APPROVAL,
            FAILURE,
            CONFIGURATION,
            CHAIN,
            CLUSTER,
            WAITING
        }

        /// What the reader can do about it.
        public enum Action {
            APPROVE,
            SYNC,
            LOOK
        }
    }

    /// Where every application stands on every cluster.
    ///
    /// @param applications names in order
    /// @param complete whether all applications are in it; beyond 2,000 the rest is left out
    public record MatrixView(List<String> applications, List<String> clusters, List<CellView> cells, boolean complete)
            implements View {}

    /// @param status of the running deployment, or of the last one; null before the first
    /// @param approval whether it waits for an approval, whoever may give it
    public record CellView(
            String application,
            UUID applicationId,
            String cluster,
            String state,
            String syncState,
            String health,
            @Nullable UUID deploymentId,
            @Nullable DeploymentStatus status,
            boolean approval)
            implements View {}
}
