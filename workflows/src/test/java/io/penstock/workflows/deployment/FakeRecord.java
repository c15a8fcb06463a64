package io.penstock.workflows.deployment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The record of deployments in memory, with the promises that the real one keeps: numbered facts, rows used once.
final class FakeRecord implements RecordActivities {
    private final Map<String, List<Fact>> facts = new HashMap<>();
    private final Map<String, Row> commands = new HashMap<>();
    private final Set<String> approvers = new HashSet<>();
    private final List<Verification> verifications = new ArrayList<>();
    private int calls;
    private int failures;
    private boolean factsAway;

    @Override
    public synchronized Plan plan(PlanRequest request) {
        weather();
        var plan = Planner.plan(request.input(), request.rendered());
        var batch = new ArrayList<>(request.before());
        batch.add(new Fact.Planned(
                request.at(),
                plan,
                request.rendered().commit(),
                request.rendered().bundle(),
                request.rendered().contentDigest(),
                request.rendered().facts().summary()));
        batch.addAll(request.begun(plan));
        append(request.runId(), request.first(), batch);
        return plan;
    }

    @Override
    public synchronized void facts(FactBatch batch) {
        weather();
        if (factsAway) {
            throw new IllegalStateException("the database takes no facts");
        }
        append(batch.runId(), batch.first(), batch.facts());
    }

    @Override
    public synchronized Verdict verify(Verification verification) {
        verifications.add(verification);
        var key = verification.command() == null
                ? String.valueOf(verification.token())
                : verification.command().value();
        var row = commands.remove(key);
        if (row == null) {
            return new Verdict("no such row", null, null, null, 0);
        }
        var decides = row.kind() == CommandKind.APPROVE || row.kind() == CommandKind.REJECT;
        if (decides && (verification.stage() == null || verification.stage() != row.stage())) {
            return new Verdict("another stage", null, null, null, 0);
        }
        var prefix = row.stage() + " ";
        if (row.kind() == CommandKind.APPROVE) {
            approvers.add(prefix + row.by());
        }
        var given = approvers.stream().filter(it -> it.startsWith(prefix)).count();
        return new Verdict(null, row.kind(), row.by(), row.reason(), (int) given);
    }

    /// Writes a row that a command or token names.
    synchronized void row(String key, Row row) {
        commands.put(key, row);
    }

    /// Lets the next calls fail as they do while the database is away.
    synchronized void away(int times) {
        failures = times;
    }

    /// Whether facts are refused while everything else works.
    synchronized void factsAway(boolean away) {
        factsAway = away;
    }

    synchronized List<Verification> verifications() {
        return List.copyOf(verifications);
    }

    synchronized List<Fact> all() {
        return facts.values().stream().flatMap(List::stream).toList();
    }

    synchronized int calls() {
        return calls;
    }

    synchronized <F extends Fact> List<F> of(Class<F> type) {
        return all().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private void weather() {
        calls++;
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("the database is away");
        }
    }

    private void append(String run, int first, List<Fact> batch) {
        var known = facts.computeIfAbsent(run, _ -> new ArrayList<>());
        if (first > known.size()) {
            throw new IllegalStateException("first: " + first + " (expected: " + known.size() + ")");
        }
        for (var i = 0; i < batch.size(); i++) {
            if (first + i == known.size()) {
                known.add(batch.get(i));
            } else if (!known.get(first + i).equals(batch.get(i))) {
                known.subList(first + i, known.size()).clear();
                known.add(batch.get(i));
            }
        }
    }

    record Row(CommandKind kind, int stage, String by, String reason) {}
}
