package io.penstock.controlplane.overview;

import io.penstock.controlplane.auth.Caller;
import io.penstock.controlplane.deployment.DeploymentView;
import io.penstock.controlplane.deployment.DeploymentView.WaitingView;
import io.penstock.controlplane.deployment.Deployments;
import io.penstock.controlplane.overview.OverviewDao.ApprovalRow;
import io.penstock.controlplane.overview.OverviewView.MatrixView;
import io.penstock.controlplane.overview.OverviewView.NeedView;
import io.penstock.controlplane.overview.OverviewView.NeedView.Action;
import io.penstock.controlplane.overview.OverviewView.NeedView.Kind;
import io.penstock.workflows.Json;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/// The first page: what needs the reader, where every application stands, what ran today.
@Path("/v1/overview")
public final class OverviewResource {
    private static final int CELLS = 2_000;
    private static final int TODAY = 50;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Jdbi jdbi;
    private final Deployments deployments;

    public OverviewResource(Jdbi jdbi, Deployments deployments) {
        this.jdbi = jdbi;
        this.deployments = deployments;
    }

    @GET
    public OverviewView overview(@Context SecurityContext security) {
        var since = Instant.now().minus(DAY);
        var today = deployments.page(Deployments.Filter.ALL, null, TODAY).items().stream()
                .filter(deployment -> deployment.createdAt().isAfter(since))
                .toList();
        return new OverviewView(needs(Caller.of(security)), matrix(), today);
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

    private List<NeedView> needs(Caller caller) {
        var approvals = jdbi.withExtension(OverviewDao.class, OverviewDao::approvals);
        var failures = jdbi.withExtension(OverviewDao.class, OverviewDao::failures);
        var open = jdbi.withExtension(OverviewDao.class, OverviewDao::openLong);
        var waiting = approvals.stream().map(ApprovalRow::deployment).collect(Collectors.toSet());
        var found = deployments.all(all(waiting, failures, open));
        var needs = new ArrayList<NeedView>();
        for (var approval : approvals) {
            var deployment = found.get(approval.deployment());
            if (deployment != null && mayDecide(caller, approval)) {
                needs.add(new NeedView(Kind.APPROVAL, deployment, approval.stage(), asks(deployment), Action.APPROVE));
            }
        }
        var act = caller.role().may(Caller.WRITE) ? Action.SYNC : Action.LOOK;
        add(
                needs,
                found,
                failures,
                deployment -> new NeedView(Kind.FAILURE, deployment, null, failed(deployment), act));
        for (var id : open) {
            var deployment = found.get(id);
            if (deployment != null && !waiting.contains(id)) {
                longest(deployment)
                        .ifPresent(wait -> needs.add(new NeedView(
                                Kind.WAITING, deployment, wait.stage(), waits(deployment, wait), Action.LOOK)));
            }
        }
        return needs;
    }

    private static void add(
            List<NeedView> needs,
            Map<UUID, DeploymentView> found,
            List<UUID> ids,
            Function<DeploymentView, NeedView> need) {
        ids.stream().map(found::get).filter(Objects::nonNull).map(need).forEach(needs::add);
    }

    private static Set<UUID> all(Collection<UUID> one, Collection<UUID> two, Collection<UUID> three) {
        return Stream.of(one, two, three).flatMap(Collection::stream).collect(Collectors.toSet());
    }

    private static boolean mayDecide(Caller caller, ApprovalRow approval) {
        var approvers = List.of(Json.read(approval.approvers(), String[].class));
        return caller.role().may(Caller.WRITE) && (approvers.isEmpty() || approvers.contains(caller.name()));
    }

    /// A wait that lasts and that is not meant to: stages that count time say themselves that they go on.
    private static Optional<WaitingView> longest(DeploymentView deployment) {
        var since = Instant.now().minus(LONG);
        return deployment.waiting().stream()
                .filter(wait -> wait.since().isBefore(since) && !wait.unblock().startsWith("goes on by itself"))
                .findFirst();
    }

    private static String asks(DeploymentView deployment) {
        var what = deployment.commit() == null || deployment.commit().message() == null
                ? "the newest commit"
                : "“" + deployment.commit().message().lines().findFirst().orElse("") + "”";
        return name(deployment) + " waits for an approval of " + what + ".";
    }

    private static String failed(DeploymentView deployment) {
        return name(deployment) + " failed"
                + (deployment.statusReason() == null ? "." : ": " + deployment.statusReason());
    }

    private static String waits(DeploymentView deployment, WaitingView wait) {
        return name(deployment) + ": " + wait.cause()
                + (wait.unblock().isEmpty() ? "" : "; to unblock: " + wait.unblock());
    }

    private static String name(DeploymentView deployment) {
        return deployment.application() + " on " + deployment.cluster();
    }
}
