package io.penstock.controlplane.piped;

import io.penstock.controlplane.outbox.Outbox;
import io.penstock.workflows.Json;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.RepositoryId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What a piped says of itself when it comes, and what it is told: where it is, and which applications are its own.
final class Greeting {
    private static final int MOST = 1_000;
    private static final int REPOSITORIES = 5_000;
    private static final int LONGEST = 2_000;

    private final Jdbi database;
    private final Place place;
    private final BiConsumer<UUID, List<UUID>> replaced;

    /// @param gateAddress `host:port` of the gate, for pipeds
    record Place(String namespace, String gateAddress) {}

    Greeting(Jdbi database, Place place, BiConsumer<UUID, List<UUID>> replaced) {
        this.database = database;
        this.place = place;
        this.replaced = replaced;
    }

    /// Remembers the process and the repositories that it knows; a watch whose repository is new, changed or stuck
    /// looks again. Older processes of the same piped on the same host are not waited for when they have gone.
    Door.Welcome hello(PipedKeys.Owner owner, Door.Hello hello) {
        var incarnation = check(hello);
        var older = database.inTransaction(handle -> {
            remember(handle, owner, hello, incarnation);
            hello.repositories().forEach(repository -> know(handle, owner.cluster(), repository));
            countRepositories(handle, owner.cluster());
            return handle.createQuery("""
                            SELECT incarnation FROM piped_replica
                            WHERE piped = :piped AND host = :host AND incarnation <> :incarnation AND gone_at IS NULL""")
                    .bind("piped", owner.piped())
                    .bind("host", hello.host())
                    .bind("incarnation", incarnation)
                    .mapTo(UUID.class)
                    .list();
        });
        replaced.accept(owner.piped(), older);
        var installation = database.withHandle(handle -> handle.createQuery("SELECT id FROM installation")
                .mapTo(UUID.class)
                .one());
        return new Door.Welcome(
                installation.toString(),
                owner.cluster(),
                owner.piped().toString(),
                place.namespace(),
                place.gateAddress(),
                Instant.now(),
                DoorServlet.MAXIMUM_UPLOAD);
    }

    /// The cluster's applications, or null when nothing changed since that revision.
    Door.@Nullable Registrations registrations(String cluster, long since) {
        return database.withHandle(handle -> {
            var revision = handle.createQuery("SELECT registration_revision FROM cluster WHERE name = :cluster")
                    .bind("cluster", cluster)
                    .mapTo(Long.class)
                    .one();
            if (since != 0 && since == revision) {
                return null;
            }
            var applications = handle.createQuery("""
                            SELECT id, name, repository, path, config_file FROM application
                            WHERE cluster = :cluster AND deleted_at IS NULL ORDER BY id""")
                    .bind("cluster", cluster)
                    .map((row, _) -> new Door.Registration(
                            new ApplicationId(row.getString("id")),
                            row.getString("name"),
                            new RepositoryId(row.getString("repository")),
                            row.getString("path"),
                            row.getString("config_file")))
                    .list();
            return new Door.Registrations(revision, applications);
        });
    }

    private static UUID check(Door.Hello hello) {
        Uploads.bounded(hello.version(), "version", LONGEST);
        Uploads.bounded(hello.host(), "host", LONGEST);
        for (var list : Arrays.asList(hello.activityTypes(), hello.platformProviders(), hello.capabilities())) {
            if (Uploads.elements(list, "hello").size() > MOST) {
                throw new DoorRefusal(400, "hello: a list of " + list.size() + " (expected: at most " + MOST + ")");
            }
        }
        if (Uploads.elements(hello.repositories(), "repositories").size() > MOST) {
            throw new DoorRefusal(400, "repositories: too many (expected: at most " + MOST + ")");
        }
        for (var repository : hello.repositories()) {
            Uploads.required(repository.id(), "repositories.id");
            Uploads.required(repository.remote(), "repositories.remote");
        }
        try {
            return UUID.fromString(Uploads.required(hello.incarnation(), "incarnation"));
        } catch (IllegalArgumentException _) {
            throw new DoorRefusal(400, "incarnation: not a UUID (expected: a UUID)");
        }
    }

    private static void remember(Handle handle, PipedKeys.Owner owner, Door.Hello hello, UUID incarnation) {
        handle.createUpdate("""
                        UPDATE piped SET version = :version, hello = CAST(:hello AS jsonb), last_seen = clock_timestamp()
                        WHERE id = :piped;
                        DELETE FROM piped_replica
                        WHERE piped = :piped AND last_seen < clock_timestamp() - interval '1 day'""")
                .bind("version", hello.version())
                .bind("hello", Json.write(withoutCredentials(hello)))
                .bind("piped", owner.piped())
                .execute();
        var known = handle.createUpdate("""
                        INSERT INTO piped_replica AS known (incarnation, piped, host, version)
                        VALUES (:incarnation, :piped, :host, :version)
                        ON CONFLICT (incarnation) DO UPDATE
                        SET last_seen = clock_timestamp(), gone_at = NULL, host = :host, version = :version
                        WHERE known.piped = :piped""")
                .bind("incarnation", incarnation)
                .bind("piped", owner.piped())
                .bind("host", hello.host())
                .bind("version", hello.version())
                .execute();
        if (known == 0) {
            throw new DoorRefusal(409, "incarnation: " + incarnation + " (expected: a new UUID for each process)");
        }
    }

    /// Of one cluster, so that no key fills the table.
    private static void countRepositories(Handle handle, String cluster) {
        var known = handle.createQuery("SELECT count(*) FROM repository WHERE cluster = :cluster")
                .bind("cluster", cluster)
                .mapTo(Integer.class)
                .one();
        if (known > REPOSITORIES) {
            throw new DoorRefusal(
                    409,
                    "repositories: " + known + " known of cluster " + cluster + " (expected: at most " + REPOSITORIES
                            + ")");
        }
    }

    private static void know(Handle handle, String cluster, Door.WatchedRepository repository) {
        var changed = handle.createUpdate("""
                        INSERT INTO repository AS known (cluster, id, remote, branch)
                        VALUES (:cluster, :id, :remote, :branch)
                        ON CONFLICT (cluster, id) DO UPDATE SET remote = :remote, branch = :branch
                        WHERE (known.remote, known.branch) IS DISTINCT FROM (:remote, :branch)
                           OR known.cause IS NOT NULL""")
                .bind("cluster", cluster)
                .bind("id", repository.id().value())
                .bind("remote", plain(Uploads.bounded(repository.remote(), "remote", LONGEST)))
                .bind("branch", Uploads.bounded(repository.branch(), "branch", LONGEST))
                .execute();
        if (changed > 0) {
            wake(handle, cluster, repository.id());
        }
    }

    /// The watch of a repository in which something is registered looks again, and so does what is parked.
    private static void wake(Handle handle, String cluster, RepositoryId repository) {
        var registered = handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM application
                            WHERE (cluster, repository) = (:cluster, :repository) AND deleted_at IS NULL)""")
                .bind("cluster", cluster)
                .bind("repository", repository.value())
                .mapTo(Boolean.class)
                .one();
        if (registered) {
            Outbox.watch(handle, new ClusterName(cluster), repository);
            Outbox.configuration(handle, new ClusterName(cluster), repository);
        }
    }

    private static Door.Hello withoutCredentials(Door.Hello hello) {
        var repositories = hello.repositories().stream()
                .map(each -> new Door.WatchedRepository(each.id(), plain(each.remote()), each.branch()))
                .toList();
        return new Door.Hello(
                hello.version(),
                hello.incarnation(),
                hello.host(),
                hello.activityTypes(),
                repositories,
                hello.platformProviders(),
                hello.capabilities());
    }

    /// An address of which the user and the password, should a piped send them, are cut out; either may be a token.
    private static String plain(String remote) {
        return remote.replaceFirst(
                "^([a-zA-Z][a-zA-Z0-9+.-]*://)[^/?#]*@.*@|^([a-zA-Z][a-zA-Z0-9+.-]*://)[^/?#]*@", "$1$2");
    }
}
