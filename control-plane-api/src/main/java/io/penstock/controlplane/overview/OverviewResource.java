package io.penstock.controlplane.overview;

import io.penstock.controlplane.auth.Caller;
import io.penstock.controlplane.deployment.Deployments;
import io.penstock.controlplane.overview.OverviewView.MatrixView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/// The first page: what needs the reader, where every application stands, what ran today.
@Path("/v1/overview")
public final class OverviewResource {
    private static final int CELLS = 2_000;
    private static final int TODAY = 50;
    private static final Duration DAY = Duration.ofDays(1);

    private final Jdbi jdbi;
    private final Deployments deployments;
    private final Needs needs;

    public OverviewResource(Jdbi jdbi, Deployments deployments) {
        this.jdbi = jdbi;
        this.deployments = deployments;
        this.needs = new Needs(jdbi, deployments);
    }

    @GET
    public OverviewView overview(@Context SecurityContext security) {
        var since = Instant.now().minus(DAY);
        var today = deployments.page(Deployments.Filter.ALL, null, TODAY).items().stream()
                .filter(deployment -> deployment.createdAt().isAfter(since))
                .toList();
        return new OverviewView(needs.of(Caller.of(security)), matrix(), today);
    }

    private MatrixView matrix() {
        var cells = jdbi.withExtension(OverviewDao.class, dao -> dao.cells(CELLS + 1));
        var shown = cells.subList(0, Math.min(cells.size(), CELLS));
        var names = shown.stream()
                .map(OverviewView.CellView::application)
                .distinct()
                .toList();
        var clusters = jdbi.withExtension(OverviewDao.class, OverviewDao::clusters);
        return new MatrixView(names, clusters, List.copyOf(shown), cells.size() <= CELLS);
    }
}
