package io.penstock.activities.git;

import io.penstock.activities.Heartbeat;
import io.penstock.activities.door.DoorClient;
import io.penstock.activities.door.Redactor;
import io.penstock.activities.door.RegistrationBook;
import io.penstock.workflows.Failures;
import io.penstock.workflows.Json;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.watch.GitActivities;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The watch on repositories, over mirrors.
public final class GitActivitiesImpl implements GitActivities, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GitActivitiesImpl.class);
    private static final Duration BEAT = Duration.ofMillis(1_800);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Parts parts;
    private final RegistrationBook book;
    private final ChangeSets changeSets;

    /// What the watch is made of.
    ///
    /// @param interval between two looks when nobody pokes
    /// @param suggested labels that an unregistered application must carry to be suggested
    /// @param maximumUploadBytes what the door takes in one body
    public record Parts(
            ClusterName cluster,
            Mirrors mirrors,
            Pokes pokes,
            DoorClient door,
            Redactor redactor,
            Duration interval,
            SortedMap<String, String> suggested,
            int maximumUploadBytes) {}

    public GitActivitiesImpl(Parts parts) {
        this.parts = parts;
        this.book = new RegistrationBook(parts.door());
        this.changeSets = new ChangeSets(parts.cluster(), parts.suggested());
    }

    @Override
    public Change awaitChange(AwaitChange request) {
        var mirror = parts.mirrors().get(request.repository());
        var trouble = new Trouble(parts.door(), parts.redactor(), mirror.id());
        var context = Activity.getExecutionContext();
        var failures = 0;
        while (true) {
            var begun = System.nanoTime();
            var seen = parts.pokes().count(mirror.id());
            var head = Heartbeat.during(() -> look(mirror, trouble));
            failures = head.isPresent() ? 0 : failures + 1;
            if (head.isPresent() && !head.get().equals(request.since())) {
                return Heartbeat.during(() -> upload(mirror, request.since(), head.get()));
            }
            var took = Duration.ofNanos(System.nanoTime() - begun);
            rest(context, mirror, seen, pause(parts.interval(), took, failures));
        }
    }

    /// Ends all waits; whoever waits fails as retryable, so that another replica takes over at once.
    @Override
    public void close() {
        parts.pokes().close();
    }

    private static Optional<CommitId> look(Mirror mirror, Trouble trouble) {
        try {
            var head = mirror.fetch();
            trouble.over();
            return Optional.of(head);
        } catch (GitUnavailable e) {
            trouble.because(String.valueOf(e.getMessage()));
            return Optional.empty();
        } catch (ApplicationFailure e) {
            trouble.because(e.getOriginalMessage());
            throw e;
        }
    }

    private Change upload(Mirror mirror, @Nullable CommitId from, CommitId to) {
        var begun = System.nanoTime();
        var registrations = book.now();
        var id = changeSets.id(mirror, from, to, registrations.revision());
        var changes = fitting(changeSets.between(mirror, from, to, registrations));
        parts.door().put(id, changes);
        log.info(
                "repository {} is at {}: {} of {} applications touched ({} ms)",
                mirror.id(),
                to.brief(),
                changes.applications().size(),
                registrations.applications().size(),
                (System.nanoTime() - begun) / 1_000_000);
        return new Change(from, to, id);
    }

    /// Suggestions can wait; if what remains is still too large, only the person who sets the limit can help.
    private Door.ChangeSet fitting(Door.ChangeSet changes) {
        if (Json.write(changes).length() < parts.maximumUploadBytes()) {
            return changes;
        }
        var bare = new Door.ChangeSet(
                changes.repository(), changes.from(), changes.to(), changes.head(), changes.applications(), List.of());
        var size = Json.write(bare).length();
        if (size >= parts.maximumUploadBytes()) {
            throw Failures.parked("repository " + changes.repository() + ": its change set has " + size
                    + " bytes (expected: less than " + parts.maximumUploadBytes() + ", as the control plane says)");
        }
        return bare;
    }

    /// How long to rest after a look. The interval lies between the beginnings of two looks; one that takes long is
    /// followed by half of it all the same. After failures the pause grows.
    static Duration pause(Duration interval, Duration took, int failures) {
        if (failures == 0) {
            var left = interval.minus(took);
            var half = interval.dividedBy(2);
            return left.compareTo(half) < 0 ? half : left;
        }
        var pause = Duration.ofSeconds(1L << Math.min(failures - 1, 5));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private void rest(ActivityExecutionContext context, Mirror mirror, long seen, Duration pause) {
        var end = System.nanoTime() + pause.toNanos();
        while (true) {
            if (parts.pokes().closed()) {
                throw new IllegalStateException("the piped is stopping");
            }
            context.heartbeat(null);
            var left = Duration.ofNanos(end - System.nanoTime());
            if (!left.isPositive()) {
                return;
            }
            try {
                if (parts.pokes().await(mirror.id(), seen, left.compareTo(BEAT) < 0 ? left : BEAT)
                        && !parts.pokes().closed()) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the piped is stopping", e);
            }
        }
    }
}
