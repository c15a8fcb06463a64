package io.penstock.controlplane.application;

import io.penstock.controlplane.Ids;
import io.penstock.controlplane.application.ApplicationDao.NewRow;
import io.penstock.controlplane.audit.Audit;
import io.penstock.controlplane.auth.Caller;
import io.penstock.controlplane.deployment.Endings;
import io.penstock.controlplane.deployment.Intent;
import io.penstock.controlplane.deployment.Intents;
import io.penstock.controlplane.error.Faults;
import io.penstock.controlplane.error.Refusal;
import io.penstock.controlplane.outbox.Outbox;
import io.penstock.workflows.deployment.Strategy;
import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.id.RepositoryId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Changes the registry, each change with its message to Temporal and its trace in one transaction.
final class Registry {
    private final Jdbi jdbi;

    Registry(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Registers an application; its first deployment follows. The repository need not be known to a piped yet. One
    /// that was deleted at the same place comes back as it was, under its own id.
    UUID add(Caller who, NewApplication asked) {
        var row = asked.row(Ids.fresh());
        return jdbi.inTransaction(handle -> {
            var dao = handle.attach(ApplicationDao.class);
            if (!dao.clusterExists(row.cluster())) {
                throw new Refusal.Invalid("cluster", row.cluster(), "a cluster that a piped was registered for");
            }
            dao.expectRepository(row.cluster(), row.repository());
            var back = dao.bringBack(row);
            if (back.isEmpty() && dao.add(row) == 0) {
                var other = dao.inTheWay(row).map(UUID::toString).orElse("another");
                throw new Refusal.Conflict("Cluster " + row.cluster()
                        + " has an application of this name or at this place already: " + other + ".");
            }
            dao.dropSuggestion(row);
            var id = back.orElse(row.id());
            intent(handle, id, new Wish(TriggerKind.REGISTRATION, who.name(), "it was registered", null));
            changed(handle, row.cluster(), row.repository());
            var detail = Map.of("name", row.name(), "cluster", row.cluster(), "repository", row.repository());
            Audit.write(handle, who, new Audit.Entry("application.add", id.toString(), detail));
            return id;
        });
    }

    UUID sync(Caller who, UUID application, @Nullable Strategy asked) {
        return jdbi.inTransaction(handle -> {
            var row = row(handle, application);
            if (row.state().equals("DISABLED")) {
                throw new Refusal.Conflict("Application " + row.name() + " is disabled: enable it first.");
            }
            Audit.write(handle, who, "application.sync", application.toString());
            return intent(
                    handle,
                    application,
                    new Wish(TriggerKind.COMMAND, who.name(), who.name() + " asked for it", asked));
        });
    }

    /// Goes back to what a deployment of the application brought, from its bundle.
    UUID rollBack(Caller who, UUID application, UUID target) {
        return jdbi.inTransaction(handle -> {
            var row = row(handle, application);
            if (row.state().equals("DISABLED")) {
                throw new Refusal.Conflict("Application " + row.name() + " is disabled: enable it first.");
            }
            var known = handle.attach(ApplicationDao.class)
                    .target(application, target)
                    .orElseThrow(() -> new Refusal.NotFound(
                            "deployment: " + target + " (expected: one of application " + row.name() + ")"));
            known.refuse();
            var detail = Map.of("deployment", target.toString());
            Audit.write(handle, who, new Audit.Entry("application.rollback", application.toString(), detail));
            var id = Ids.fresh();
            var reason = who.name() + " goes back to " + known.title();
            Intents.create(
                    handle,
                    List.of(new Intent(
                            new DeploymentId(id.toString()),
                            new ApplicationId(application.toString()),
                            TriggerKind.ROLLBACK,
                            who.name(),
                            reason,
                            Strategy.QUICK_SYNC,
                            known.commit() == null ? null : new CommitId(known.commit()),
                            null,
                            false,
                            null,
                            null,
                            new DeploymentId(target.toString()))));
            return id;
        });
    }

    void disable(Caller who, UUID application) {
        jdbi.useTransaction(handle -> {
            var row = row(handle, application);
            if (handle.attach(ApplicationDao.class).disabled(application, true) == 1) {
                changed(handle, row.cluster(), row.repository());
                Audit.write(handle, who, "application.disable", application.toString());
            }
        });
    }

    void enable(Caller who, UUID application) {
        jdbi.useTransaction(handle -> {
            var row = row(handle, application);
            if (handle.attach(ApplicationDao.class).disabled(application, false) == 1) {
                intent(
                        handle,
                        application,
                        new Wish(TriggerKind.REGISTRATION, who.name(), "it was enabled again", null));
                changed(handle, row.cluster(), row.repository());
                Audit.write(handle, who, "application.enable", application.toString());
            }
        });
    }

    /// Takes an application out of the registry; its objects stay in the cluster.
    void delete(Caller who, UUID application) {
        jdbi.useTransaction(handle -> {
            var dao = handle.attach(ApplicationDao.class);
            dao.lock(application);
            var row = row(handle, application);
            if (row.runningDeployment() != null) {
                throw new Refusal.Conflict("Deployment " + row.runningDeployment() + " of " + row.name()
                        + " is in progress: cancel it or wait for its end.");
            }
            dao.delete(application);
            Endings.withdrawAll(
                    handle, new ApplicationId(application.toString()), "the application was deleted by " + who.name());
            changed(handle, row.cluster(), row.repository());
            Audit.write(handle, who, "application.delete", application.toString());
        });
    }

    private record Wish(
            TriggerKind kind,
            String by,
            String reason,
            @Nullable Strategy asked) {}

    private static UUID intent(Handle handle, UUID application, Wish wish) {
        var id = Ids.fresh();
        Intents.create(
                handle,
                List.of(new Intent(
                        new DeploymentId(id.toString()),
                        new ApplicationId(application.toString()),
                        wish.kind,
                        wish.by,
                        wish.reason,
                        wish.asked,
                        null,
                        null,
                        false,
                        null,
                        null,
                        null)));
        return id;
    }

    private static void changed(Handle handle, String cluster, String repository) {
        handle.attach(ApplicationDao.class).registrationsChanged(cluster);
        Outbox.watch(handle, new ClusterName(cluster), new RepositoryId(repository));
    }

    private static ApplicationRow row(Handle handle, UUID application) {
        return handle.attach(ApplicationDao.class)
                .find(application)
                .orElseThrow(() -> new Refusal.NotFound("application", application.toString()));
    }

    /// What an application is registered with, before it is checked.
    ///
    /// @param path of its directory in the repository, `.` for the top
    /// @param configFile name of its file there, `app.pipecd.yaml` unless said
    /// @param name the last part of the path unless said
    record NewApplication(
            @Nullable String repository,
            @Nullable String path,
            @Nullable String configFile,
            @Nullable String cluster,
            @Nullable String name) {
        NewRow row(UUID id) {
            var faults = new Faults();
            var wantedRepository = faults.required("repository", repository, RepositoryId::new);
            var wantedPath = faults.required("path", path, Places::directory);
            var wantedFile = faults.optional("configFile", configFile, Places::file);
            var wantedCluster = faults.required("cluster", cluster, ClusterName::new);
            var wantedName = faults.optional("name", name, Places::name);
            faults.refuse();
            var place = wantedPath.orElseThrow();
            if (wantedName.isEmpty()) {
                var usual = place.equals(".")
                        ? wantedRepository.orElseThrow().value()
                        : place.substring(place.lastIndexOf('/') + 1);
                wantedName = faults.required("name", usual, Places::name);
                faults.refuse();
            }
            return new NewRow(
                    id,
                    wantedName.orElseThrow(),
                    wantedCluster.orElseThrow().value(),
                    wantedRepository.orElseThrow().value(),
                    place,
                    wantedFile.orElse(Places.USUAL_FILE));
        }
    }
}
