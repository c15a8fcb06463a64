package io.penstock.benchmark;

import io.penstock.local.process.Command;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// kill -9 in the middle of a canary: how long until something moves after the part is back.
final class Recovery {
    private static final String APPLICATION = "recovery";
    private static final List<String> PARTS = List.of("control-plane", "piped-tokyo", "temporal", "database");

    private final Arena arena;

    Recovery(Arena arena) {
        this.arena = arena;
    }

    Result run() {
        var commit = arena.sample().commit("recovery", Applications.canary(APPLICATION, "nginx:1.0"));
        arena.register(APPLICATION, APPLICATION);
        arena.finished(APPLICATION, commit);
        var samples = new ArrayList<Double>();
        var where = new HashMap<String, Object>();
        var round = 1;
        for (var part : PARTS) {
            var next =
                    arena.sample().commit("recovery " + part, Applications.canary(APPLICATION, "nginx:1." + round++));
            arena.await(
                    "the canary begins",
                    () -> arena.newest(APPLICATION).at("/commit/hash").asText().equals(next)
                                    && arena.newest(APPLICATION)
                                            .path("status")
                                            .asText()
                                            .equals("RUNNING")
                            ? next
                            : null);
            Command.of("kill", "-9", String.valueOf(arena.part(part).pid())).succeed();
            arena.up();
            var back = Instant.now();
            var deployment = arena.finished(APPLICATION, next);
            var progress = progress(deployment.path("id").asText(), back);
            samples.add(progress);
            where.put("after " + part, Result.rounded(progress));
        }
        return Result.of(Measure.RECOVERY, samples, where);
    }

    /// Seconds from the return of the part to the next recorded fact, 0 when it moved before `up` was done.
    private double progress(String deployment, Instant back) {
        for (var fact : arena.api().get("/deployments/" + deployment + "/facts").path("items")) {
            var at = Instant.parse(fact.path("recordedAt").asText());
            if (at.isAfter(back)) {
                return Pushes.seconds(back, at);
            }
        }
        return 0;
    }
}
