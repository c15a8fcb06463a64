package io.penstock.controlplane.chain;

import io.penstock.controlplane.Ids;
import io.penstock.controlplane.deployment.Intent;
import io.penstock.controlplane.deployment.Intents;
import io.penstock.workflows.chain.ChainActivities;
import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.ChainId;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.DeploymentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Starts a chain's blocks, tells where they stand, and records how the chain ended.
public final class ChainActivitiesImpl implements ChainActivities {
    private final Jdbi jdbi;

    public ChainActivitiesImpl(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void startBlock(BlockReference block) {
        jdbi.useTransaction(handle -> {
            var nodes = unstarted(handle, block);
            Intents.create(
                    handle,
                    nodes.stream()
                            .filter(node -> node.obstacle() == null)
                            .map(node -> node.intent(block))
                            .toList());
            for (var node : nodes) {
                handle.createUpdate("""
                        UPDATE chain_node SET deployment = CAST(:deployment AS uuid), status_reason = :obstacle
                        WHERE chain = CAST(:chain AS uuid) AND block = :block
                            AND application = CAST(:application AS uuid)
                        """)
                        .bind(
                                "deployment",
                                node.obstacle() == null ? node.deployment(block).value() : null)
                        .bind("obstacle", node.obstacle())
                        .bind("chain", block.chain().value())
                        .bind("block", block.block())
                        .bind("application", node.application().value())
                        .execute();
            }
        });
    }

    @Override
    public BlockState block(BlockReference block) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                SELECT count(*) FILTER (WHERE deployment.id IS NOT NULL AND deployment.finished_at IS NULL),
                    (array_agg(application.name || ' on ' || application.cluster || ': '
                            || COALESCE(node.status_reason, deployment.status || ', ' || deployment.status_reason,
                                deployment.status, 'it was not started')
                            ORDER BY deployment.finished_at NULLS FIRST)
                        FILTER (WHERE deployment.id IS NULL
                            OR deployment.finished_at IS NOT NULL AND deployment.status <> 'SUCCEEDED'))[1]
                FROM chain_node node JOIN application ON application.id = node.application
                    LEFT JOIN deployment ON deployment.id = node.deployment
                WHERE node.chain = CAST(:chain AS uuid) AND node.block = :block
                """)
                .bind("chain", block.chain().value())
                .bind("block", block.block())
                .map((row, _) -> new BlockState(row.getInt(1), row.getString(2)))
                .one());
    }

    @Override
    public void finish(ChainEnd end) {
        jdbi.useTransaction(handle -> finish(handle, end));
    }

    /// The one place where a chain's end is written; does nothing when it has ended already.
    public static void finish(Handle handle, ChainEnd end) {
        handle.createUpdate("""
                UPDATE chain SET status = :status, status_reason = :reason, finished_at = clock_timestamp()
                WHERE id = CAST(:chain AS uuid) AND finished_at IS NULL;
                UPDATE chain_node SET status_reason = 'not started: ' || :reason
                WHERE chain = CAST(:chain AS uuid) AND deployment IS NULL AND status_reason IS NULL
                """)
                .bind("status", end.status().name())
                .bind("reason", end.reason())
                .bind("chain", end.chain().value())
                .execute();
    }

    private static List<Node> unstarted(Handle handle, BlockReference block) {
        return handle.createQuery("""
                SELECT target.id, source.name || ' on ' || source.cluster AS origin,
                    CASE WHEN target.repository = source.repository
                            OR target_repository.remote = source_repository.remote THEN chain.commit END AS commit,
                    CASE WHEN target.deleted_at IS NOT NULL THEN 'the application was deleted'
                        WHEN target.disabled THEN 'the application is disabled' END AS obstacle
                FROM chain_node node
                    JOIN chain ON chain.id = node.chain
                    JOIN application source ON source.id = chain.application
                    JOIN application target ON target.id = node.application
                    JOIN repository source_repository
                        ON (source_repository.cluster, source_repository.id) = (source.cluster, source.repository)
                    JOIN repository target_repository
                        ON (target_repository.cluster, target_repository.id) = (target.cluster, target.repository)
                WHERE node.chain = CAST(:chain AS uuid) AND node.block = :block AND node.deployment IS NULL
                FOR UPDATE OF node
                """)
                .bind("chain", block.chain().value())
                .bind("block", block.block())
                .map((row, _) -> Node.read(row))
                .list();
    }

    /// A node that has no deployment yet.
    ///
    /// @param commit null where the repository is another than the chain's
    /// @param obstacle why it cannot be started, null when it can
    private record Node(
            ApplicationId application,
            String origin,
            @Nullable CommitId commit,
            @Nullable String obstacle) {
        static Node read(ResultSet row) throws SQLException {
            var commit = row.getString("commit");
            return new Node(
                    new ApplicationId(row.getString("id")),
                    row.getString("origin"),
                    commit == null ? null : new CommitId(commit),
                    row.getString("obstacle"));
        }

        DeploymentId deployment(BlockReference block) {
            return new DeploymentId(Ids.named("chain", block.chain(), block.block(), application)
                    .toString());
        }

        Intent intent(BlockReference block) {
            ChainId chain = block.chain();
            return new Intent(
                    deployment(block),
                    application,
                    TriggerKind.CHAIN,
                    null,
                    "block " + (block.block() + 1) + " of the chain of " + origin,
                    null,
                    commit,
                    null,
                    true,
                    chain,
                    block.block(),
                    null);
        }
    }
}
