package io.penstock.controlplane.stagelog;

import io.penstock.workflows.door.Door;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Takes the lines of stages of a cluster's own deployments. A stage whose log is full loses further lines,
/// which are counted, and goes on.
public final class StageLogs {
    /// How much of one stage's log is kept.
    public static final long MAXIMUM_BYTES = 8L << 20;

    /// A call with more lines is refused.
    public static final int MAXIMUM_LINES = 2_000;

    private static final int LINE_CHARACTERS = 16_400;
    private static final int MAXIMUM_STAGE = 1_000;

    private final Jdbi database;
    private final long maximumBytes;

    public StageLogs(Jdbi database) {
        this(database, MAXIMUM_BYTES);
    }

    StageLogs(Jdbi database, long maximumBytes) {
        this.database = database;
        this.maximumBytes = maximumBytes;
    }

    /// What became of the lines.
    public sealed interface Outcome {
        /// @param dropped lines that no longer fit
        record Taken(int kept, int dropped) implements Outcome {}

        record Refused(String sentence) implements Outcome {}
    }

    private record Stage(
            boolean ended, boolean over, @Nullable Long bytes) {}

    /// Takes the lines when the stage runs, or ended within ten minutes (what a piped had spooled comes late),
    /// or is about to be recorded as running. Lines of the same number are taken once.
    public Outcome append(String cluster, Door.Lines lines) {
        if (lines.lines().size() > MAXIMUM_LINES) {
            return new Outcome.Refused("lines: " + lines.lines().size() + " (expected: at most " + MAXIMUM_LINES + ")");
        }
        if (lines.stage() < -1 || lines.stage() > MAXIMUM_STAGE) {
            return new Outcome.Refused("stage: " + lines.stage() + " (expected: the index of a stage)");
        }
        return database.inTransaction(handle -> {
            var stage = stage(handle, cluster, lines);
            if (stage == null) {
                return new Outcome.Refused(
                        "deployment: " + lines.deployment() + " (expected: one of cluster " + cluster + ")");
            }
            if (stage.ended || stage.over) {
                return new Outcome.Refused("stage: " + lines.stage() + " of " + lines.deployment()
                        + " does not run (expected: a running one)");
            }
            return write(handle, lines, stage.bytes == null ? 0 : stage.bytes);
        });
    }

    private static @Nullable Stage stage(Handle handle, String cluster, Door.Lines lines) {
        return handle.createQuery("""
                        SELECT d.finished_at < clock_timestamp() - interval '10 minutes' AS over,
                               s.finished_at < clock_timestamp() - interval '10 minutes' AS ended,
                               l.bytes
                        FROM deployment d
                        LEFT JOIN stage s ON s.deployment = d.id AND s.index = :stage
                        LEFT JOIN bulk.stage_log_size l ON l.deployment = d.id AND l.stage = :stage
                        WHERE d.id = CAST(:deployment AS uuid) AND d.cluster = :cluster""")
                .bind("deployment", lines.deployment().value())
                .bind("stage", lines.stage())
                .bind("cluster", cluster)
                .map((row, _) ->
                        new Stage(row.getBoolean("ended"), row.getBoolean("over"), row.getObject("bytes", Long.class)))
                .findOne()
                .orElse(null);
    }

    private Outcome write(Handle handle, Door.Lines lines, long bytes) {
        var numbers = new ArrayList<Long>();
        var times = new ArrayList<Instant>();
        var texts = new ArrayList<String>();
        var size = bytes;
        var number = lines.offset();
        var dropped = 0;
        for (var line : lines.lines()) {
            var text = bounded(line.text());
            if (size > maximumBytes) {
                dropped++;
            } else {
                size += text.getBytes(StandardCharsets.UTF_8).length;
                var full = size > maximumBytes;
                numbers.add(number);
                times.add(line.at());
                texts.add(full ? "… the log is full: what comes now is lost" : text);
            }
            number++;
        }
        var kept = insert(handle, lines, numbers, times, texts);
        count(handle, lines, kept == 0 ? 0 : size - bytes, dropped);
        return new Outcome.Taken(kept, dropped);
    }

    private static int insert(
            Handle handle, Door.Lines lines, List<Long> numbers, List<Instant> times, List<String> texts) {
        return numbers.isEmpty()
                ? 0
                : handle.createUpdate("""
                                INSERT INTO bulk.stage_log (deployment, stage, attempt, line, at, text)
                                SELECT CAST(:deployment AS uuid), :stage, :attempt, line, at, text
                                FROM unnest(:numbers, CAST(:times AS timestamptz[]), :texts) AS l(line, at, text)
                                ON CONFLICT DO NOTHING""")
                        .bind("deployment", lines.deployment().value())
                        .bind("stage", lines.stage())
                        .bind("attempt", lines.attempt())
                        .bindArray("numbers", Long.class, numbers)
                        .bindArray(
                                "times",
                                String.class,
                                times.stream().map(Instant::toString).toList())
                        .bindArray("texts", String.class, texts)
                        .execute();
    }

    private static void count(Handle handle, Door.Lines lines, long bytes, int dropped) {
        handle.createUpdate("""
                        INSERT INTO bulk.stage_log_size AS known (deployment, stage, bytes, dropped)
                        VALUES (CAST(:deployment AS uuid), :stage, :bytes, :dropped)
                        ON CONFLICT (deployment, stage) DO UPDATE
                        SET bytes = known.bytes + excluded.bytes, dropped = known.dropped + excluded.dropped""")
                .bind("deployment", lines.deployment().value())
                .bind("stage", lines.stage())
                .bind("bytes", bytes)
                .bind("dropped", dropped)
                .execute();
    }

    private static String bounded(String text) {
        var plain = text.replace("\0", "");
        return plain.length() <= LINE_CHARACTERS ? plain : plain.substring(0, LINE_CHARACTERS) + "…";
    }
}
