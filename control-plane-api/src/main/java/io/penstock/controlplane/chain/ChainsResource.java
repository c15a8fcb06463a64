package io.penstock.controlplane.chain;

import io.penstock.controlplane.answer.Cursor;
import io.penstock.controlplane.answer.Page;
import io.penstock.controlplane.deployment.Deployments;
import io.penstock.controlplane.error.Refusal;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Chains: list and get.
@Path("/v1/chains")
public final class ChainsResource {
    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    private final Jdbi jdbi;
    private final Deployments deployments;

    public ChainsResource(Jdbi jdbi, Deployments deployments) {
        this.jdbi = jdbi;
        this.deployments = deployments;
    }

    @GET
    public Page<ChainView> list(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
        var size = Page.size(limit);
        var from = Cursor.parse(cursor);
        var rows = jdbi.withExtension(
                ChainReadDao.class,
                dao -> dao.page(
                        from == null ? END_OF_TIME : from.time(),
                        from == null ? new UUID(-1, -1) : from.id(),
                        size + 1));
        var page = Page.of(rows, size, row -> Cursor.at(row.createdAt(), row.id()));
        return page.with(views(page.items()));
    }

    @GET
    @Path("{id}")
    public ChainView get(@PathParam("id") String id) {
        var row = uuid(id).flatMap(uuid -> jdbi.withExtension(ChainReadDao.class, dao -> dao.find(uuid)))
                .orElseThrow(() -> new Refusal.NotFound("chain", id));
        return views(List.of(row)).getFirst();
    }

    private List<ChainView> views(List<ChainReadDao.ChainRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        var ids = rows.stream().map(ChainReadDao.ChainRow::id).toList();
        var found = jdbi.withExtension(ChainReadDao.class, dao -> dao.nodes(ids));
        var waits = waits(found);
        var nodes = found.stream().collect(Collectors.groupingBy(ChainReadDao.NodeRow::chain));
        return rows.stream()
                .map(row -> ChainView.of(row, nodes.getOrDefault(row.id(), List.of()), waits))
                .toList();
    }

    /// What the nodes' open deployments wait for.
    private Map<UUID, String> waits(List<ChainReadDao.NodeRow> nodes) {
        var open = nodes.stream()
                .filter(node -> node.deploymentStatus() != null
                        && !node.deploymentStatus().ended())
                .map(ChainReadDao.NodeRow::deployment)
                .filter(Objects::nonNull)
                .toList();
        var waits = new HashMap<UUID, String>();
        deployments
                .all(open)
                .forEach((id, deployment) ->
                        deployment.waiting().stream().findFirst().ifPresent(wait -> waits.put(id, wait.cause())));
        return waits;
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
