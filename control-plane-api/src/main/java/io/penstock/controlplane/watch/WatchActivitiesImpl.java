package io.penstock.controlplane.watch;

import io.penstock.workflows.Json;
import io.penstock.workflows.door.Door.ChangeSet;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.watch.WatchActivities;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Records what repository watches see.
public final class WatchActivitiesImpl implements WatchActivities {
    private final Jdbi jdbi;

    public WatchActivitiesImpl(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// A change set of everything, asked for because registrations changed, leaves a position that is known
    /// where it is: what lies between it and the head still comes as a change, with its paths.
    @Override
    public Recorded record(RecordChange change) {
        return jdbi.inTransaction(handle -> {
            var place = lock(handle, change);
            var uploaded = uploaded(handle, change);
            var from = uploaded.content().from();
            var to = uploaded.content().to();
            if (uploaded.recorded() || (from != null && !from.equals(place.position()))) {
                return new Recorded(place.position() == null ? to : place.position(), 0);
            }
            var revision = place.revision() + 1;
            var intents = new ChangeRecord(handle, change, uploaded.content()).write(revision);
            var position = from == null && place.position() != null ? place.position() : to;
            move(handle, change, position);
            return new Recorded(position, intents);
        });
    }

    @Override
    public Position position(PositionRequest request) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                SELECT position, EXISTS (
                    SELECT FROM application WHERE (application.cluster, repository) = (:cluster, :repository)
                        AND deleted_at IS NULL)
                FROM repository WHERE (cluster, id) = (:cluster, :repository)
                """)
                .bind("cluster", request.cluster().value())
                .bind("repository", request.repository().value())
                .map((row, _) -> new Position(row.getBoolean(2), commit(row.getString(1))))
                .findOne()
                .orElse(new Position(false, null)));
    }

    @Override
    public void parked(Parked parked) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                UPDATE repository SET cause = :cause,
                    cause_since = CASE WHEN CAST(:cause AS text) IS NULL THEN NULL
                        WHEN cause IS NOT DISTINCT FROM :cause THEN cause_since ELSE clock_timestamp() END
                WHERE (cluster, id) = (:cluster, :repository) AND cause IS DISTINCT FROM :cause
                """)
                .bind("cause", parked.cause())
                .bind("cluster", parked.cluster().value())
                .bind("repository", parked.repository().value())
                .execute());
    }

    private static Place lock(Handle handle, RecordChange change) {
        return handle.createQuery(
                        "SELECT position, revision FROM repository WHERE (cluster, id) = (:cluster, :id) FOR UPDATE")
                .bind("cluster", change.cluster().value())
                .bind("id", change.repository().value())
                .map((row, _) -> new Place(commit(row.getString(1)), row.getLong(2)))
                .one();
    }

    private static Uploaded uploaded(Handle handle, RecordChange change) {
        return handle.createQuery("""
                SELECT content, recorded_at IS NOT NULL FROM change_set
                WHERE id = :id AND (cluster, repository) = (:cluster, :repository)
                """)
                .bind("id", change.change().changeSet())
                .bind("cluster", change.cluster().value())
                .bind("repository", change.repository().value())
                .map((row, _) -> new Uploaded(Json.read(row.getString(1), ChangeSet.class), row.getBoolean(2)))
                .findOne()
                .orElseThrow(() -> new IllegalStateException("changeSet: "
                        + change.change().changeSet()
                        + " (expected: one that was uploaded for " + change.repository() + " on " + change.cluster()
                        + ")"));
    }

    private static void move(Handle handle, RecordChange change, CommitId position) {
        handle.createUpdate("""
                UPDATE repository SET position = :position, revision = revision + 1, cause = NULL, cause_since = NULL
                WHERE (cluster, id) = (:cluster, :repository);
                UPDATE change_set SET recorded_at = clock_timestamp() WHERE (cluster, id) = (:cluster, :changeSet);
                DELETE FROM change_set WHERE (cluster, repository) = (:cluster, :repository)
                    AND recorded_at < clock_timestamp() - interval '1 day'
                """)
                .bind("position", position.value())
                .bind("cluster", change.cluster().value())
                .bind("repository", change.repository().value())
                .bind("changeSet", change.change().changeSet())
                .execute();
    }

    private static @Nullable CommitId commit(@Nullable String text) {
        return text == null ? null : new CommitId(text);
    }

    private record Place(@Nullable CommitId position, long revision) {}

    private record Uploaded(ChangeSet content, boolean recorded) {}
}
