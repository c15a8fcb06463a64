package io.penstock.controlplane.deployment;

import io.penstock.workflows.Json;
import io.penstock.workflows.deployment.Fact;
import io.penstock.workflows.id.DeploymentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The facts of one deployment, locked for one transaction.
///
/// Facts are numbered within a run of the workflow, and runs are numbered as they first appear. What counts are the
/// newest run's facts, and before its first number those of the run that it was reset from.
final class Journal {
    private final Handle handle;
    private final DeploymentId deployment;
    private final String runId;
    private final Map<String, Integer> ordinals = new TreeMap<>();
    private final Map<String, NavigableMap<Integer, RecordedFact>> runs = new TreeMap<>();
    private boolean endedBefore;

    private Journal(Handle handle, DeploymentId deployment, String runId) {
        this.handle = handle;
        this.deployment = deployment;
        this.runId = runId;
    }

    /// Locks the deployment and reads its facts. Fails when there is no such deployment.
    static Journal open(Handle handle, DeploymentId deployment, String runId) {
        var journal = new Journal(handle, deployment, runId);
        journal.endedBefore = handle.createQuery(
                        "SELECT finished_at IS NOT NULL FROM deployment WHERE id = CAST(:id AS uuid) FOR UPDATE")
                .bind("id", deployment.value())
                .mapTo(Boolean.class)
                .findOne()
                .orElseThrow(() -> new IllegalArgumentException(
                        "deployment: " + deployment + " (expected: one that is in the database)"));
        handle.createQuery("""
                        SELECT run.run_id, run.ordinal, fact.sequence, encode(fact.digest, 'hex'), fact.content
                        FROM deployment_run run LEFT JOIN fact ON fact.deployment = run.deployment
                            AND fact.run_id = run.run_id AND NOT fact.withdrawn
                        WHERE run.deployment = CAST(:id AS uuid)
                        """)
                .bind("id", deployment.value())
                .map((row, _) -> journal.read(row))
                .list();
        return journal;
    }

    /// The fact that stands under the number, null when none does.
    @Nullable
    Fact at(int sequence) {
        var fact = facts(runId).get(sequence);
        return fact == null ? null : fact.fact();
    }

    /// The number after the last one of this run and of the run that counts.
    int next() {
        return effective().stream().mapToInt(RecordedFact::sequence).max().orElse(-1) + 1;
    }

    /// Whether the deployment had ended before anything was added.
    boolean endedBefore() {
        return endedBefore;
    }

    /// Adds facts numbered from `first`. The same content again changes nothing; other content withdraws this run's
    /// facts from there on. Of a run that is not the newest, facts are kept as withdrawn and count for nothing.
    ///
    /// @return whether what is shown may have changed
    boolean add(int first, List<Fact> facts) {
        var fresh = new ArrayList<RecordedFact>();
        var withdrawnFrom = Integer.MAX_VALUE;
        for (var offset = 0; offset < facts.size(); offset++) {
            var fact = RecordedFact.of(runId, first + offset, facts.get(offset));
            var known = facts(runId).get(fact.sequence());
            if (known == null
                    || withdrawnFrom != Integer.MAX_VALUE
                    || !known.digest().equals(fact.digest())) {
                if (known != null && withdrawnFrom == Integer.MAX_VALUE) {
                    withdrawnFrom = fact.sequence();
                }
                fresh.add(fact);
            }
        }
        if (fresh.isEmpty()) {
            return false;
        }
        var older = older();
        write(fresh, older ? Integer.MAX_VALUE : withdrawnFrom, older);
        if (!older) {
            facts(runId).tailMap(withdrawnFrom, true).clear();
            fresh.forEach(fact -> facts(runId).put(fact.sequence(), fact));
        }
        return !older;
    }

    /// What the facts that count amount to.
    DeploymentProjection fold() {
        return DeploymentProjection.of(
                effective().stream().map(RecordedFact::fact).toList());
    }

    int ordinal() {
        return ordinals.getOrDefault(runId, newest());
    }

    private boolean older() {
        var ordinal = ordinals.get(runId);
        if (ordinal == null) {
            ordinals.put(runId, newest() + 1);
            return false;
        }
        return ordinal < newest();
    }

    private int newest() {
        return ordinals.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private List<RecordedFact> effective() {
        var counting = new ArrayList<RecordedFact>();
        var limit = Integer.MAX_VALUE;
        var newestFirst = ordinals.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
        for (var run : newestFirst) {
            var facts = facts(run).headMap(limit, false);
            counting.addAll(facts.values());
            limit = facts.isEmpty() ? limit : facts.firstKey();
        }
        counting.sort(Comparator.comparingInt(RecordedFact::sequence));
        return counting;
    }

    private NavigableMap<Integer, RecordedFact> facts(String run) {
        return runs.computeIfAbsent(run, _ -> new TreeMap<>());
    }

    private String read(ResultSet row) throws SQLException {
        var run = row.getString(1);
        ordinals.put(run, row.getInt(2));
        var content = row.getString(5);
        if (content != null) {
            var sequence = row.getInt(3);
            facts(run).put(sequence, new RecordedFact(run, sequence, row.getString(4), Json.read(content, Fact.class)));
        }
        return run;
    }

    /// Facts of an older run are journaled once each, withdrawn from the start.
    private void write(List<RecordedFact> fresh, int withdrawnFrom, boolean older) {
        var update = handle.createUpdate("""
                INSERT INTO deployment_run (deployment, run_id, ordinal)
                VALUES (CAST(:id AS uuid), :run, :ordinal) ON CONFLICT DO NOTHING;
                UPDATE fact SET withdrawn = true
                WHERE deployment = CAST(:id AS uuid) AND run_id = :run AND sequence >= :from AND NOT withdrawn;
                INSERT INTO fact (deployment, run_id, sequence, digest, content, withdrawn)
                SELECT CAST(:id AS uuid), :run, sequence, decode(digest, 'hex'), fact, :older
                FROM jsonb_to_recordset(CAST(:facts AS jsonb)) AS fresh(sequence int, digest text, fact jsonb)
                WHERE NOT :older OR NOT EXISTS (
                    SELECT FROM fact known WHERE known.deployment = CAST(:id AS uuid) AND known.run_id = :run
                        AND known.sequence = fresh.sequence AND known.digest = decode(fresh.digest, 'hex'))
                ORDER BY sequence
                """);
        update.bind("id", deployment.value())
                .bind("run", runId)
                .bind("ordinal", ordinal())
                .bind("from", withdrawnFrom)
                .bind("older", older)
                .bind("facts", Json.write(fresh))
                .execute();
    }
}
