package io.penstock.controlplane.outbox;

import io.penstock.workflows.id.ChainId;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.CommandId;
import io.penstock.workflows.id.RepositoryId;
import org.jdbi.v3.core.Handle;

/// What is to be sent to Temporal, written in the transaction that makes it true. The relay sends it.
public final class Outbox {
    /// Lanes should look for intents: those of the applications that the condition behind this names.
    public static final String LANES = """
            INSERT INTO outbox (kind, key, content)
            SELECT 'LANE', 'lane/' || id,
                jsonb_build_object('application', id, 'project', project, 'name', name, 'cluster', cluster)
            FROM application
            """;

    /// Chains should look at nodes that ended: those of the nodes that the condition behind this names.
    public static final String CHAIN_NODES = """
            INSERT INTO outbox (kind, key, content)
            SELECT DISTINCT 'CHAIN_NODE', 'chain/' || chain, jsonb_build_object('chain', chain) FROM chain_node
            """;

    private Outbox() {}

    /// A row of the command table is to be presented to its deployment.
    public static void command(Handle handle, CommandId command) {
        handle.createUpdate("""
                INSERT INTO outbox (kind, key, content)
                SELECT 'COMMAND', 'command/' || command.id,
                    jsonb_build_object(
                        'command', command.id, 'deployment', deployment.id, 'application', deployment.application)
                FROM command JOIN deployment ON deployment.id = command.deployment
                WHERE command.id = CAST(:command AS uuid)
                """).bind("command", command.value()).execute();
    }

    /// The repository's watch should look at registrations and configuration again, or begin.
    public static void watch(Handle handle, ClusterName cluster, RepositoryId repository) {
        handle.createUpdate("""
                INSERT INTO outbox (kind, key, content)
                VALUES ('WATCH', 'watch/' || CAST(:cluster AS text) || '/' || CAST(:repository AS text),
                    jsonb_build_object('cluster', CAST(:cluster AS text), 'repository', CAST(:repository AS text)))
                """)
                .bind("cluster", cluster.value())
                .bind("repository", repository.value())
                .execute();
    }

    /// Deployments that are parked because of the repository should try again.
    public static void configuration(Handle handle, ClusterName cluster, RepositoryId repository) {
        handle.createUpdate("""
                INSERT INTO outbox (kind, key, content)
                SELECT 'CONFIGURATION', 'configuration/' || application.id,
                    jsonb_build_object('application', application.id)
                FROM deployment JOIN application ON application.id = deployment.application
                WHERE (application.cluster, application.repository) = (:cluster, :repository)
                    AND deployment.finished_at IS NULL AND deployment.started_at IS NOT NULL
                    AND deployment.status = 'PENDING' AND jsonb_array_length(deployment.waiting) > 0
                """)
                .bind("cluster", cluster.value())
                .bind("repository", repository.value())
                .execute();
    }

    /// The chain may begin.
    public static void chain(Handle handle, ChainId chain) {
        handle.createUpdate("""
                INSERT INTO outbox (kind, key, content)
                SELECT 'CHAIN', 'chain/' || chain.id,
                    jsonb_build_object('chain', chain.id, 'project', chain.project, 'application', application.name,
                        'blocks', (SELECT max(block) + 1 FROM chain_node WHERE chain_node.chain = chain.id))
                FROM chain JOIN application ON application.id = chain.application
                WHERE chain.id = CAST(:chain AS uuid)
                """).bind("chain", chain.value()).execute();
    }
}
