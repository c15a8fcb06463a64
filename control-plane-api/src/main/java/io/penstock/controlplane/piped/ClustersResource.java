package io.penstock.controlplane.piped;

import io.grpc.Channel;
import io.penstock.controlplane.answer.Page;
import io.penstock.controlplane.error.Refusal;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/// Clusters: whether their pipeds are there, and how much waits for them.
@Path("/v1/clusters")
public final class ClustersResource {
    private final Jdbi jdbi;
    private final Queues queues;

    /// @param temporal channel to Temporal's frontend
    public ClustersResource(Jdbi jdbi, Channel temporal, String namespace) {
        this.jdbi = jdbi;
        queues = new Queues(temporal, namespace);
    }

    @GET
    public Page<ClusterView> list() {
        return new Page<>(views(), null);
    }

    @GET
    @Path("{name}")
    public ClusterView get(@PathParam("name") String name) {
        return views().stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refusal.NotFound("cluster", name));
    }

    private List<ClusterView> views() {
        return jdbi.withHandle(handle -> {
            var dao = new PipedDao(handle);
            var names = dao.clusters();
            var pipeds = dao.pipeds();
            var running = dao.running();
            var described = queues.describe(names);
            return names.stream()
                    .map(name -> {
                        var own = pipeds.stream()
                                .filter(piped -> piped.cluster().equals(name))
                                .toList();
                        var queue = described.getOrDefault(name, Queues.Queue.UNKNOWN);
                        return new ClusterView(
                                name,
                                PipedDao.state(own.stream()),
                                own,
                                queue.backlog(),
                                queue.pollers(),
                                running.getOrDefault(name, 0));
                    })
                    .toList();
        });
    }
}
