package io.penstock.controlplane.piped;

import io.penstock.workflows.Json;
import io.penstock.workflows.door.Door;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What a piped sends up of its own cluster: change sets, and why something does not move.
final class Uploads {
    private static final int SENTENCE = 2_000;

    /// The wait as it is kept: the same cause again keeps its beginning.
    private static final String WAIT = """
            CASE WHEN CAST(:cause AS text) IS NULL THEN NULL ELSE jsonb_build_object(
                'cause', CAST(:cause AS text), 'unblock', CAST(:unblock AS text),
                'since', CASE WHEN known.progress ->> 'cause' = :cause THEN known.progress -> 'since'
                    ELSE to_jsonb(to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END) END
            """;
    private static final String STAGE_PROGRESS = "UPDATE stage known SET progress = " + WAIT + """
            FROM deployment d
            WHERE d.id = known.deployment AND d.cluster = :cluster
              AND known.deployment = CAST(:deployment AS uuid) AND known.index = :stage
              AND known.finished_at IS NULL AND d.finished_at IS NULL
              AND known.progress ->> 'cause' IS DISTINCT FROM :cause
            """;
    private static final String DEPLOYMENT_PROGRESS = "UPDATE deployment known SET progress = " + WAIT + """
            WHERE cluster = :cluster AND id = CAST(:deployment AS uuid) AND CAST(:stage AS int) IS NULL
              AND (status = 'PENDING' OR CAST(:cause AS text) IS NULL) AND finished_at IS NULL
              AND progress ->> 'cause' IS DISTINCT FROM :cause
            """;

    private static final int UNRECORDED = 50;

    private final Jdbi database;

    Uploads(Jdbi database) {
        this.database = database;
    }

    /// Keeps a change set under its id; the first content of an id stays.
    void changeSet(String cluster, String id, Door.ChangeSet content) {
        required(content.repository(), "repository");
        required(content.to(), "to");
        required(content.head(), "head");
        each(content.suggestions(), "suggestions", (suggestion, name) -> {
            required(suggestion.path(), name + ".path");
            required(suggestion.configFile(), name + ".configFile");
            required(suggestion.name(), name + ".name");
            required(suggestion.kind(), name + ".kind");
        });
        each(content.applications(), "applications", (touched, name) -> {
            required(touched.application(), name + ".application");
            elements(touched.faults(), name + ".faults");
            elements(touched.changedPaths(), name + ".changedPaths");
        });
        var applications = content.applications().stream()
                .map(each -> UUID.fromString(each.application().value()))
                .toList();
        database.useTransaction(handle -> {
            checkOwn(handle, cluster, applications);
            var kept = handle.createUpdate("""
                            INSERT INTO change_set AS known (id, cluster, repository, from_commit, to_commit, content)
                            SELECT :id, cluster, id, :from, :to, CAST(:content AS jsonb) FROM repository
                            WHERE (cluster, id) = (:cluster, :repository)
                            ON CONFLICT (cluster, id) DO UPDATE SET id = known.id
                            WHERE known.repository = :repository""")
                    .bind("id", id)
                    .bind("cluster", cluster)
                    .bind("repository", content.repository().value())
                    .bind("from", content.from() == null ? null : content.from().value())
                    .bind("to", content.to().value())
                    .bind("content", Json.write(content))
                    .execute();
            if (kept == 0) {
                throw new DoorRefusal(
                        409,
                        "changeset: " + id + " of " + content.repository() + " (expected: a repository of cluster "
                                + cluster + ", and an id of its own)");
            }
            handle.createUpdate("""
                            DELETE FROM change_set WHERE (cluster, id) IN (
                                SELECT cluster, id FROM change_set
                                WHERE (cluster, repository) = (:cluster, :repository) AND recorded_at IS NULL
                                ORDER BY created_at DESC, id OFFSET :kept)""")
                    .bind("cluster", cluster)
                    .bind("repository", content.repository().value())
                    .bind("kept", UNRECORDED)
                    .execute();
        });
    }

    /// Says why a stage, a deployment before its plan, or a repository's watch does not move; null clears it. Of a
    /// stage that does not run it is let go.
    void progress(String cluster, Door.Progress progress) {
        var deployment = progress.deployment();
        var stage = progress.stage();
        var repository = progress.repository();
        if (deployment == null && repository == null) {
            throw new DoorRefusal(400, "deployment: missing (expected: a deployment, or a repository)");
        }
        var cause = shortened(progress.cause());
        if (deployment != null) {
            database.useHandle(handle -> handle.createUpdate(stage == null ? DEPLOYMENT_PROGRESS : STAGE_PROGRESS)
                    .bind("cause", cause)
                    .bind("unblock", shortened(progress.unblock()))
                    .bind("cluster", cluster)
                    .bind("deployment", deployment.value())
                    .bind("stage", stage)
                    .execute());
        }
        if (repository != null) {
            database.useHandle(handle -> handle.createUpdate("""
                            UPDATE repository SET cause = :cause,
                                cause_since = CASE WHEN CAST(:cause AS text) IS NULL THEN NULL ELSE clock_timestamp() END
                            WHERE (cluster, id) = (:cluster, :repository) AND cause IS DISTINCT FROM :cause""")
                    .bind("cause", cause)
                    .bind("cluster", cluster)
                    .bind("repository", repository.value())
                    .execute());
        }
    }

    static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new DoorRefusal(400, name + ": missing (expected: a value)");
        }
        return value;
    }

    static <T> List<T> elements(@Nullable List<T> list, String name) {
        var given = required(list, name);
        if (given.stream().anyMatch(Objects::isNull)) {
            throw new DoorRefusal(400, name + ": an element is null (expected: a value each)");
        }
        return given;
    }

    /// Looks at every element under its own name, such as `lines[3]`.
    static <T> void each(@Nullable List<T> list, String name, BiConsumer<T, String> check) {
        var given = required(list, name);
        for (var index = 0; index < given.size(); index++) {
            var place = name + "[" + index + "]";
            check.accept(required(given.get(index), place), place);
        }
    }

    static String bounded(@Nullable String text, String name, int longest) {
        var value = required(text, name);
        if (value.length() > longest || value.indexOf('\0') >= 0) {
            throw new DoorRefusal(400, name + ": not taken (expected: text of at most " + longest + " characters)");
        }
        return value;
    }

    private static void checkOwn(Handle handle, String cluster, List<UUID> applications) {
        var foreign = handle.createQuery(
                        "SELECT count(*) FROM application WHERE id = ANY(:ids) AND cluster <> :cluster")
                .bindArray("ids", UUID.class, applications)
                .bind("cluster", cluster)
                .mapTo(Integer.class)
                .one();
        if (foreign > 0) {
            throw new DoorRefusal(
                    403, "applications: " + foreign + " of another cluster (expected: those of " + cluster + ")");
        }
    }

    private static @Nullable String shortened(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var plain = text.replace("\0", "");
        return plain.length() <= SENTENCE ? plain : plain.substring(0, SENTENCE) + "…";
    }
}
