package io.penstock.controlplane.chain;

import io.penstock.workflows.chain.ChainStatus;
import io.penstock.workflows.deployment.DeploymentStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/// Reads chains and their nodes for pages.
interface ChainReadDao {
    record ChainRow(
            UUID id,
            String application,
            UUID applicationId,
            UUID deployment,
            String repository,
            String commit,
            @Nullable String commitMessage,
            ChainStatus status,
            @Nullable String statusReason,
            Instant createdAt,
            @Nullable Instant finishedAt) {}

    /// @param deploymentStatus null while it has no deployment
    record NodeRow(
            UUID chain,
            int block,
            String application,
            UUID applicationId,
            String cluster,
            @Nullable UUID deployment,
            @Nullable DeploymentStatus deploymentStatus,
            @Nullable String deploymentReason,
            @Nullable String statusReason) {}

    String CHAIN = """
            SELECT c.id, a.name AS application, c.application AS application_id, c.deployment, c.repository, c.commit,
                   (SELECT d.commit_message FROM deployment d WHERE d.id = c.deployment) AS commit_message,
                   c.status, c.status_reason, c.created_at, c.finished_at
            FROM chain c JOIN application a ON a.id = c.application
            """;

    @SqlQuery(CHAIN + " WHERE c.id = :id")
    @RegisterConstructorMapper(ChainRow.class)
    Optional<ChainRow> find(UUID id);

    @SqlQuery(CHAIN + " WHERE (c.created_at, c.id) < (:time, :id) ORDER BY c.created_at DESC, c.id DESC LIMIT :limit")
    @RegisterConstructorMapper(ChainRow.class)
    List<ChainRow> page(Instant time, UUID id, int limit);

    @SqlQuery("""
            SELECT n.chain, n.block, a.name AS application, a.id AS application_id, a.cluster, n.deployment,
                   d.status AS deployment_status, d.status_reason AS deployment_reason, n.status_reason
            FROM chain_node n JOIN application a ON a.id = n.application LEFT JOIN deployment d ON d.id = n.deployment
            WHERE n.chain = ANY(:chains) ORDER BY n.chain, n.block, a.name, a.cluster
            """)
    @RegisterConstructorMapper(NodeRow.class)
    List<NodeRow> nodes(Collection<UUID> chains);
}
