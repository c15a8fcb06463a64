package io.penstock.controlplane.deployment;

import io.penstock.controlplane.Ids;
import io.penstock.controlplane.outbox.Outbox;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.deployment.Fact;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.DeploymentId;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Ends of deployments that no fact of their own tells.
public final class Endings {
    /// Begins the names of the runs under which the control plane itself records facts; each is newer than
    /// every run of the workflow so far.
    private static final String OWN_RUN = "control-plane/";

    private Endings() {}

    /// Records how a deployment ended whose workflow is gone. Does nothing when it has ended already.
    public static void record(Jdbi jdbi, DeploymentId deployment, DeploymentStatus status, String reason) {
        jdbi.useTransaction(handle -> {
            var journal = Journal.open(handle, deployment, OWN_RUN + Ids.fresh());
            if (!journal.endedBefore()) {
                journal.add(journal.next(), List.of(new Fact.Finished(Instant.now(), status, reason)));
                ProjectionRows.write(handle, deployment, journal);
            }
        });
    }

    /// Ends an intent that no lane has claimed. False when one has, or when it has ended already.
    public static boolean withdraw(Handle handle, DeploymentId deployment, String reason) {
        return withdraw(handle, "id", deployment.value(), reason) == 1;
    }

    /// Ends all intents of an application that no lane has claimed.
    public static void withdrawAll(Handle handle, ApplicationId application, String reason) {
        withdraw(handle, "application", application.value(), reason);
    }

    /// Chains whose node it was are told.
    private static int withdraw(Handle handle, String column, String id, String reason) {
        return handle.createQuery("""
                        WITH ended AS (
                            UPDATE deployment SET status = 'CANCELLED', status_reason = :reason,
                                finished_at = clock_timestamp(), last_fact_at = clock_timestamp()
                            WHERE <column> = CAST(:id AS uuid) AND finished_at IS NULL AND number IS NULL
                            RETURNING id
                        ), told AS (
                        """ + Outbox.CHAIN_NODES + """
                            WHERE deployment IN (SELECT id FROM ended)
                        )
                        SELECT count(*) FROM ended
                        """)
                .define("column", column)
                .bind("id", id)
                .bind("reason", reason)
                .mapTo(Integer.class)
                .one();
    }
}
