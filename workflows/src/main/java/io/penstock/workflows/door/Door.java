package io.penstock.workflows.door;

import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.config.Fault;
import io.penstock.workflows.deployment.CommitView;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.id.RepositoryId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The bodies of the piped door, `/piped/v1`. It grows by addition only.
public final class Door {
    /// Where the door stands below the web address.
    public static final String PATH = "/piped/v1";

    private Door() {}

    /// `POST hello`: who calls, and what it can do.
    ///
    /// @param incarnation a new UUID per process; the gate takes the same in its metadata
    public record Hello(
            String version,
            String incarnation,
            String host,
            List<String> activityTypes,
            List<WatchedRepository> repositories,
            List<String> platformProviders,
            List<String> capabilities) {}

    /// A repository as the piped's file names it; the address carries no credential.
    public record WatchedRepository(RepositoryId id, String remote, String branch) {}

    /// Answer to `hello`. Gate and web address are those that the piped should use from now on.
    public record Welcome(
            String installation,
            String cluster,
            String piped,
            String namespace,
            String gateAddress,
            Instant clock,
            int maximumUploadBytes) {}

    /// `GET registrations?since=REVISION`: all applications of the cluster; `revision` grows with each change.
    public record Registrations(long revision, List<Registration> applications) {}

    public record Registration(
            ApplicationId id, String name, RepositoryId repository, String path, String configFile) {}

    /// One message of `GET events`, as server-sent event data.
    ///
    /// @param repository the repository meant by FETCH, null otherwise
    public record Event(Event.Kind kind, @Nullable RepositoryId repository) {
        public enum Kind {
            FETCH,
            REGISTRATIONS
        }
    }

    /// `PUT changesets/{id}`: what lies between two commits of a repository.
    ///
    /// @param from null when the whole tree counts as changed
    /// @param applications those whose configuration changed or that the change may touch
    /// @param suggestions application files that nobody registered
    public record ChangeSet(
            RepositoryId repository,
            @Nullable CommitId from,
            CommitId to,
            CommitView head,
            List<Touched> applications,
            List<Suggestion> suggestions) {}

    /// A registered application at the new head.
    ///
    /// @param config null when the file is missing or faulty; then `faults` says why
    /// @param changedPaths the changed paths that decide for it, at most 1,000
    public record Touched(
            ApplicationId application,
            @Nullable ApplicationConfig config,
            List<Fault> faults,
            List<String> changedPaths) {}

    public record Suggestion(String path, String configFile, String name, String kind) {}

    /// `POST logs`: lines of one stage, in order; `offset` is the number of the first line, so sending twice is
    /// once.
    public record Lines(
            DeploymentId deployment, int stage, boolean rollback, int attempt, long offset, List<Line> lines) {}

    public record Line(Instant at, String text) {}

    /// `POST progress`: why an activity that runs is not moving, or that it moves again (both null).
    ///
    /// @param deployment null when a repository is meant
    public record Progress(
            @Nullable DeploymentId deployment,
            @Nullable Integer stage,
            @Nullable RepositoryId repository,
            @Nullable String cause,
            @Nullable String unblock) {}

    /// `PUT views/{id}`: what a deployment sends out against what ran before, object by object, for people.
    /// Redacted by the piped; an object that stays as it is has no item.
    ///
    /// @param base what ran before, null when nothing did or it could not be opened
    /// @param notice what is not shown and why, null when all is
    public record Changes(
            List<Change> items,
            @Nullable Base base,
            @Nullable String notice) {
        public Changes {
            items = List.copyOf(items);
        }

        /// The view's id: a bundle that is deployed twice has two.
        public static String viewId(DeploymentId deployment, BlobId bundle) {
            return "changes-" + deployment + "-" + bundle;
        }

        /// In one sentence, `3 objects change: 1 added, 2 changed`; of a single one its name.
        public String sentence() {
            if (items.isEmpty()) {
                return notice == null ? "no object changes" : notice;
            }
            if (items.size() == 1) {
                return items.getFirst().sentence();
            }
            var parts = new ArrayList<String>();
            for (var kind : Change.Kind.values()) {
                var count = items.stream().filter(item -> item.change() == kind).count();
                if (count > 0) {
                    parts.add(count + " " + kind.name().toLowerCase(Locale.ROOT));
                }
            }
            return items.size() + " objects change: " + String.join(", ", parts);
        }
    }

    /// What ran before: the bundle of the last successful deployment and its commit.
    public record Base(CommitId commit, BlobId bundle) {}

    /// An object that changes.
    ///
    /// @param namespace empty where the manifest names none
    /// @param before as YAML, null for one that is added or whose text no longer fitted
    /// @param after as YAML, null for one that is removed or whose text no longer fitted
    public record Change(
            Change.Kind change,
            String apiVersion,
            String kind,
            String namespace,
            String name,
            @Nullable String before,
            @Nullable String after) {
        String sentence() {
            return this.kind + " " + name
                    + switch (change) {
                        case ADDED -> " is added";
                        case CHANGED -> " changes";
                        case REMOVED -> " is removed";
                    };
        }

        public enum Kind {
            ADDED,
            CHANGED,
            REMOVED
        }
    }
}
