package io.penstock.controlplane.overview;

import io.penstock.controlplane.auth.Caller;
import io.penstock.controlplane.deployment.DeploymentView;
import io.penstock.controlplane.deployment.DeploymentView.WaitingView;
import io.penstock.controlplane.deployment.Deployments;
import io.penstock.controlplane.overview.OverviewDao.ApprovalRow;
import io.penstock.controlplane.overview.OverviewDao.BrokenChainRow;
import io.penstock.controlplane.overview.OverviewDao.FaultyRow;
import io.penstock.controlplane.overview.OverviewView.NeedView;
import io.penstock.controlplane.overview.OverviewView.NeedView.Action;
import io.penstock.controlplane.overview.OverviewView.NeedView.Kind;
import io.penstock.workflows.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What the reader should look at: approvals to give, what failed, what Git says wrongly, what nobody resolves.
final class Needs {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration LOST = Duration.ofSeconds(30);

    private final Jdbi jdbi;
    private final Deployments deployments;

    Needs(Jdbi jdbi, Deployments deployments) {
        this.jdbi = jdbi;
        this.deployments = deployments;
    }

    List<NeedView> of(Caller caller) {
        var approvals = read(OverviewDao::approvals);
        var failures = read(OverviewDao::failures);
        var open = read(OverviewDao::openLong);
        var waiting = approvals.stream().map(ApprovalRow::deployment).collect(Collectors.toSet());
        var found = deployments.all(
                Stream.of(waiting, failures, open).flatMap(Collection::stream).collect(Collectors.toSet()));
        var needs = new ArrayList<NeedView>();
        for (var approval : approvals) {
            var deployment = found.get(approval.deployment());
            if (deployment != null && mayDecide(caller, approval)) {
                needs.add(need(
                        deployment, approval.stage(), new Matter(Kind.APPROVAL, asks(deployment), Action.APPROVE)));
            }
        }
        deployments.unserved(read(OverviewDao::used)).values().stream()
                .filter(cluster -> cluster.since() != null
                        && cluster.since().isBefore(Instant.now().minus(LOST)))
                .map(Needs::unserved)
                .forEach(needs::add);
        var act = caller.role().may(Caller.WRITE) ? Action.SYNC : Action.LOOK;
        failures.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .map(deployment -> need(deployment, null, new Matter(Kind.FAILURE, failed(deployment), act)))
                .forEach(needs::add);
        read(OverviewDao::faulty).forEach(row -> needs.add(faulty(row)));
        read(dao -> dao.brokenChains(failures)).forEach(row -> needs.add(broken(row)));
        for (var id : open) {
            var deployment = found.get(id);
            if (deployment != null && !waiting.contains(id)) {
                longest(deployment)
                        .ifPresent(wait -> needs.add(need(
                                deployment,
                                wait.stage(),
                                new Matter(Kind.WAITING, waits(deployment, wait), Action.LOOK))));
            }
        }
        return needs;
    }

    private <T> List<T> read(Function<OverviewDao, List<T>> reading) {
        return jdbi.withExtension(OverviewDao.class, reading::apply);
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

    private record Matter(Kind kind, String sentence, Action action) {}

    private static NeedView need(DeploymentView deployment, @Nullable String stage, Matter matter) {
        var since = deployment.waiting().isEmpty()
                ? Objects.requireNonNullElse(deployment.finishedAt(), deployment.createdAt())
                : deployment.waiting().getFirst().since();
        return new NeedView(
                matter.kind,
                name(deployment),
                deployment,
                deployment.applicationId(),
                null,
                null,
                stage,
                matter.sentence,
                matter.action,
                since);
    }

    private static NeedView faulty(FaultyRow row) {
        var name = row.name() + " on " + row.cluster();
        var more = row.faults() > 1 ? " (and " + (row.faults() - 1) + " more)" : "";
        var fault = row.fault() == null ? "" : ": " + row.fault() + more;
        var sentence = "The newest configuration of " + name + " is invalid, so it is not deployed" + fault;
        return new NeedView(
                Kind.CONFIGURATION, name, null, row.id(), null, null, null, sentence, Action.LOOK, row.since());
    }

    private static NeedView broken(BrokenChainRow row) {
        var name = row.name() + " on " + row.cluster();
        var sentence = "The chain of " + name + " ended early" + (row.reason() == null ? "." : ": " + row.reason());
        return new NeedView(Kind.CHAIN, name, null, null, row.id(), null, null, sentence, Action.LOOK, row.since());
    }

    private static NeedView unserved(Deployments.Unserved cluster) {
        var name = cluster.cluster();
        var sentence = "No piped of " + name + " is connected: what is pushed there is not seen, and what runs waits.";
        return new NeedView(Kind.CLUSTER, name, null, null, null, name, null, sentence, Action.LOOK, cluster.since());
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
