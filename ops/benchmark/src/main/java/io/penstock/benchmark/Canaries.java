package io.penstock.benchmark;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;

/// How many API calls a canary of four stages makes, by the API server's own record.
final class Canaries {
    private static final String APPLICATION = "canary-calls";

    private final Arena arena;
    private final int rounds;

    Canaries(Arena arena, int rounds) {
        this.arena = arena;
        this.rounds = rounds;
    }

    Result run() {
        var commit = arena.sample().commit("canary", Applications.canary(APPLICATION, "nginx:1.0"));
        arena.register(APPLICATION, APPLICATION);
        arena.finished(APPLICATION, commit);
        var writes = new ArrayList<Double>();
        var reads = new ArrayList<Double>();
        for (var round = 1; round <= rounds; round++) {
            var from = Instant.now();
            var next = arena.sample().commit("canary " + round, Applications.canary(APPLICATION, "nginx:1." + round));
            arena.finished(APPLICATION, next);
            var calls = arena.audit().stream()
                    .filter(event -> Calls.at(event).isAfter(from) && !Calls.isWatch(event))
                    .toList();
            var written = calls.stream().filter(Calls::isWrite).count();
            writes.add((double) written);
            reads.add((double) (calls.size() - written));
        }
        return Result.of(Measure.CANARY_CALLS, writes, Map.of("reads beside watches", Result.median(reads)));
    }
}
