package io.penstock.benchmark;

import io.penstock.benchmark.Result.Line;
import io.penstock.benchmark.arena.Applications;
import io.penstock.benchmark.arena.Arena;
import io.penstock.benchmark.arena.AuditLog.Call;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How many API calls a canary of four stages makes, by the API server's own record. Nothing else is deployed
/// meanwhile, so every call of the piped counts.
final class Canaries {
    private static final String APPLICATION = "canary-calls";
    private static final int WRITES = 3;
    private static final int READS = 3;

    private final Arena arena;
    private final int rounds;

    Canaries(Arena arena, int rounds) {
        this.arena = arena;
        this.rounds = rounds;
    }

    Result run() {
        var first = arena.push("canary", Applications.canary(APPLICATION, "nginx:1.0", "0.3s"));
        arena.register(APPLICATION);
        arena.finished(APPLICATION, first.commit());
        var all = new Samples();
        var writes = new Samples();
        var reads = new Samples();
        var watches = new Samples();
        var kinds = new TreeMap<String, Integer>();
        var busiest = List.<Call>of();
        for (var round = 1; round <= rounds; round++) {
            var end = arena.audit().end();
            var files = Applications.canary(APPLICATION, "nginx:1." + round, "0.3s");
            arena.finished(APPLICATION, arena.push("canary " + round, files).commit());
            var calls = arena.audit().since(end);
            var asked = calls.stream().filter(call -> !call.isWatch()).toList();
            var written = asked.stream().filter(Call::isWrite).count();
            all.add(asked.size());
            writes.add((double) written);
            reads.add((double) asked.size() - written);
            watches.add((double) calls.size() - asked.size());
            busiest = asked.size() > busiest.size() ? asked : busiest;
            asked.forEach(call -> kinds.merge(kind(call), 1, Integer::sum));
        }
        var line = new Line(Measure.CANARY_CALLS, "four stages, one Deployment", "calls");
        var where = where(writes, reads, watches, kinds);
        where.put("the busiest", inOrder(busiest));
        return Result.of(line, all, Budget.atMost(WRITES + READS), where)
                .held(writes.max() <= WRITES && reads.max() <= READS);
    }

    private static String kind(Call call) {
        return call.verb() + " " + call.resource() + (call.status() < 300 ? "" : " refused with " + call.status());
    }

    private static List<String> inOrder(List<Call> calls) {
        return calls.stream()
                .sorted(Comparator.comparing(Call::at))
                .map(call -> call.at() + " " + kind(call) + " " + call.name())
                .toList();
    }

    private Map<String, Object> where(Samples writes, Samples reads, Samples watches, Map<String, Integer> kinds) {
        var where = new LinkedHashMap<String, Object>();
        where.put("writes (budget " + WRITES + "), most", writes.max());
        where.put("reads (budget " + READS + "), most", reads.max());
        where.put("watches begun, most", watches.max());
        kinds.forEach((kind, count) -> where.put("each: " + kind, Samples.rounded((double) count / rounds)));
        return where;
    }
}
