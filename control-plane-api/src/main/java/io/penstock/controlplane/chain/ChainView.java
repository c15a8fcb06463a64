package io.penstock.controlplane.chain;

import io.penstock.controlplane.answer.Millis;
import io.penstock.controlplane.answer.View;
import io.penstock.workflows.chain.ChainStatus;
import io.penstock.workflows.deployment.DeploymentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A chain for people and programs.
///
/// @param application whose deployment began it
public record ChainView(
        UUID id,
        String application,
        UUID applicationId,
        UUID deployment,
        String repository,
        String commit,
        @Nullable String commitMessage,
        ChainStatus status,
        @Nullable String statusReason,
        @Millis Instant createdAt,
        @Millis @Nullable Instant finishedAt,
        List<BlockView> blocks)
        implements View {
    /// Where a block or a node stands.
    public enum NodeStatus {
        NOT_STARTED,
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    /// Applications that are deployed side by side.
    public record BlockView(int index, NodeStatus status, List<NodeView> nodes) implements View {}

    /// @param deployment null until it begins
    /// @param waiting what its deployment waits for, null when for nothing
    public record NodeView(
            String application,
            UUID applicationId,
            String cluster,
            @Nullable UUID deployment,
            NodeStatus status,
            @Nullable String statusReason,
            @Nullable String waiting)
            implements View {}

    /// @param waits what deployments wait for, by their ids
    static ChainView of(ChainReadDao.ChainRow row, List<ChainReadDao.NodeRow> nodes, Map<UUID, String> waits) {
        var blocks = nodes.stream()
                .collect(Collectors.groupingBy(
                        ChainReadDao.NodeRow::block,
                        TreeMap::new,
                        Collectors.mapping(node -> node(node, waits), Collectors.toList())));
        return new ChainView(
                row.id(),
                row.application(),
                row.applicationId(),
                row.deployment(),
                row.repository(),
                row.commit(),
                row.commitMessage(),
                row.status(),
                row.statusReason(),
                row.createdAt(),
                row.finishedAt(),
                blocks.entrySet().stream()
                        .map(block -> new BlockView(block.getKey(), status(block.getValue()), block.getValue()))
                        .toList());
    }

    private static NodeView node(ChainReadDao.NodeRow row, Map<UUID, String> waits) {
        var status = row.deploymentStatus() == null ? NodeStatus.NOT_STARTED : status(row.deploymentStatus());
        var reason = row.statusReason() == null ? row.deploymentReason() : row.statusReason();
        return new NodeView(
                row.application(),
                row.applicationId(),
                row.cluster(),
                row.deployment(),
                status,
                reason,
                row.deployment() == null ? null : waits.get(row.deployment()));
    }

    private static NodeStatus status(DeploymentStatus status) {
        return switch (status) {
            case PENDING, PLANNED, RUNNING, ROLLING_BACK -> NodeStatus.RUNNING;
            case SUCCEEDED -> NodeStatus.SUCCEEDED;
            case FAILED, CANCELLED, ROLLBACK_FAILED, SUPERSEDED -> NodeStatus.FAILED;
        };
    }

    /// A block has failed when a node has, and has not started when no node has.
    static NodeStatus status(List<NodeView> nodes) {
        var found = nodes.stream().map(NodeView::status).collect(Collectors.toSet());
        if (found.contains(NodeStatus.FAILED)) {
            return NodeStatus.FAILED;
        }
        if (found.size() == 1) {
            return found.iterator().next();
        }
        return NodeStatus.RUNNING;
    }
}
