package io.penstock.benchmark;

import io.penstock.benchmark.Result.Line;
import io.penstock.benchmark.arena.Applications;
import io.penstock.benchmark.arena.Arena;
import io.penstock.benchmark.arena.DeploymentTimes;
import io.penstock.benchmark.arena.Usage;
import io.penstock.benchmark.engine.BareEngine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How many deployments a second are finished when one commit changes many applications whose objects have no
/// Pods; and, in turn with it, how many the bare engine finishes with the same hops.
final class Throughput {
    private static final String PREFIX = "many-";
    private static final double RATIO = 0.8;
    private static final double GOAL = 10;
    private static final int HOPS = 3;
    private static final double PROCESSOR_SECONDS = 0.2;

    private final Arena arena;
    private final int applications;
    private final int rounds;
    private final Recordings recordings;
    private final Samples rates = new Samples();
    private final Samples bareRates = new Samples();
    private final Steps steps = new Steps();
    private final Map<String, Samples> processor = new LinkedHashMap<>();
    private int commits;

    Throughput(Arena arena, int applications, int rounds, Recordings recordings) {
        this.arena = arena;
        this.applications = applications;
        this.rounds = rounds;
        this.recordings = recordings;
    }

    Result run() {
        register();
        var hops = Hops.of(arena, wave());
        try (var bare = BareEngine.start(arena)) {
            // Both are as warm as each other.
            bare.run(applications, hops.lane(), hops.deployment());
            for (var round = 0; round < rounds; round++) {
                hops = timed();
                bareRates.add(applications / bare.run(applications, hops.lane(), hops.deployment()));
            }
        }
        var ratio = rates.median() / bareRates.median();
        var line = new Line(Measure.DEPLOYMENTS_PER_SECOND, "Temporal on " + arena.temporal(), "per second");
        return Result.of(line, rates, Budget.atLeast(RATIO * bareRates.median()), where(hops, ratio))
                .held(ratio >= RATIO && hops.remote() <= HOPS && hops.local() <= HOPS);
    }

    private Hops timed() {
        try (var step = arena.progress().step(applications + " deployments")) {
            recordings.begin(arena);
            var leaders = Usage.leaders(arena);
            var before = Usage.of(leaders);
            var finished = wave();
            var after = Usage.of(leaders);
            recordings.end(arena);
            var begun = finished.stream()
                    .map(DeploymentTimes::created)
                    .min(Instant::compareTo)
                    .orElseThrow();
            var ended = finished.stream()
                    .map(DeploymentTimes::recorded)
                    .max(Instant::compareTo)
                    .orElseThrow();
            var rate = finished.size() / Steps.seconds(begun, ended);
            rates.add(rate);
            for (var part : after.parts()) {
                processor.computeIfAbsent(part, _ -> new Samples()).add(after.seconds(part, before) / finished.size());
            }
            finished.forEach(this::walk);
            step.done(Samples.rounded(rate) + " a second");
            return Hops.of(arena, finished);
        }
    }

    private void walk(DeploymentTimes deployment) {
        steps.from(deployment.created())
                .to("intent to relayed", deployment.relayed())
                .to("lane claimed", deployment.claimed())
                .to("workflow begun", deployment.started())
                .to("plan recorded", deployment.planned())
                .to("ended", deployment.ended())
                .to("end recorded", deployment.recorded());
    }

    private Map<String, Object> where(Hops hops, double ratio) {
        var where = new LinkedHashMap<String, Object>();
        where.put("bare engine, per second", Samples.rounded(bareRates.median()));
        where.put("ratio to the bare engine (budget " + RATIO + ")", Samples.rounded(ratio));
        where.put("goal of " + GOAL + " a second reached", rates.median() >= GOAL);
        where.put("remote activities each (budget " + HOPS + ")", hops.remote());
        where.put("local activities each (budget " + HOPS + ")", hops.local());
        where.putAll(hops.described());
        var ours = 0.0;
        for (var part : processor.entrySet()) {
            where.put(
                    "processor seconds each, " + part.getKey(),
                    Samples.rounded(part.getValue().median()));
            ours += part.getKey().startsWith("cluster-") ? 0 : part.getValue().median();
        }
        where.put(
                "processor seconds each, without the cluster (budget " + PROCESSOR_SECONDS + ")",
                Samples.rounded(ours));
        steps.medians().forEach((name, seconds) -> where.put("median seconds, " + name, seconds));
        return where;
    }

    private void register() {
        try (var step = arena.progress().step("registering " + applications + " applications")) {
            for (var index = 0; index < applications; index++) {
                arena.register(PREFIX + index);
                step.at(index + " of " + applications);
            }
            step.done("registered");
        }
    }

    private List<DeploymentTimes> wave() {
        commits++;
        var files = new LinkedHashMap<String, String>();
        for (var index = 0; index < applications; index++) {
            files.putAll(Applications.object(PREFIX + index, "value " + commits));
        }
        return arena.allFinished(PREFIX, arena.push("many " + commits, files).commit(), applications);
    }
}
