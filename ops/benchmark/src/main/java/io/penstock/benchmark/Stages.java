package io.penstock.benchmark;

import io.penstock.benchmark.Result.Line;
import io.penstock.benchmark.arena.Applications;
import io.penstock.benchmark.arena.Arena;
import io.penstock.benchmark.arena.DeploymentTimes;
import io.penstock.benchmark.arena.History;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a stage costs beyond its own work: the slope over pipelines of more and more stages that wait a
/// millisecond, less that millisecond. One pipeline runs at a time.
final class Stages {
    private static final List<Integer> LENGTHS = List.of(1, 5, 10, 20);
    private static final int LONGEST = 20;

    private final Arena arena;
    private final int rounds;
    private final Map<Integer, Samples> durations = new LinkedHashMap<>();
    private final Samples timers = new Samples();
    private final Samples waiting = new Samples();
    private final Samples working = new Samples();
    private final Samples tasks = new Samples();
    private final Samples locals = new Samples();

    Stages(Arena arena, int rounds) {
        this.arena = arena;
        this.rounds = rounds;
    }

    Result run() {
        var everything = new LinkedHashMap<String, String>();
        LENGTHS.forEach(length -> everything.putAll(Applications.waits(name(length), length, "round 0")));
        var first = arena.push("stages 0", everything).commit();
        LENGTHS.forEach(length -> arena.register(name(length)));
        LENGTHS.forEach(length -> arena.finished(name(length), first));
        var slopes = new Samples();
        for (var round = 1; round <= rounds; round++) {
            var times = new double[LENGTHS.size()];
            for (var index = 0; index < times.length; index++) {
                times[index] = millis(LENGTHS.get(index), round);
            }
            slopes.add(slope(LENGTHS, times) - 1);
        }
        var line = new Line(Measure.STAGE_OVERHEAD, "WAIT of 1 ms", "milliseconds");
        return Result.of(line, slopes, Budget.atMost(30, 100), where());
    }

    private double millis(int length, int round) {
        var files = Applications.waits(name(length), length, "round " + round);
        var commit = arena.push("stages " + round + " of " + length, files).commit();
        var deployment = arena.finished(name(length), commit);
        var millis = 1000 * Steps.seconds(deployment.started(), deployment.ended());
        durations.computeIfAbsent(length, _ -> new Samples()).add(millis);
        if (length == LONGEST) {
            look(deployment);
        }
        return millis;
    }

    private void look(DeploymentTimes deployment) {
        try (var histories = arena.histories()) {
            History history = histories.ofDeployment(deployment);
            var work = history.workflowTasks();
            timers.add(history.timers().waited().toNanos() / 1e6 / LONGEST);
            waiting.add(work.waited().toNanos() / 1e6 / LONGEST);
            working.add(work.worked().toNanos() / 1e6 / LONGEST);
            tasks.add((double) work.count() / LONGEST);
            locals.add((double) history.localActivities().size() / LONGEST);
        }
    }

    private Map<String, Object> where() {
        var where = new LinkedHashMap<String, Object>();
        durations.forEach((length, samples) ->
                where.put("pipeline of " + length + ", milliseconds", Samples.rounded(samples.median())));
        where.put("each stage of " + LONGEST + ": timer started to fired", Samples.rounded(timers.median()));
        where.put("each stage of " + LONGEST + ": workflow tasks wait", Samples.rounded(waiting.median()));
        where.put("each stage of " + LONGEST + ": workflow tasks work", Samples.rounded(working.median()));
        where.put("each stage of " + LONGEST + ": workflow tasks, number", Samples.rounded(tasks.median()));
        where.put("each stage of " + LONGEST + ": local activities, number", Samples.rounded(locals.median()));
        return where;
    }

    private static String name(int length) {
        return "stages-" + length;
    }

    /// Least squares through (length, time).
    static double slope(List<Integer> lengths, double... times) {
        var count = times.length;
        var meanX = 0.0;
        var meanY = 0.0;
        for (var index = 0; index < count; index++) {
            meanX += (double) lengths.get(index) / count;
            meanY += times[index] / count;
        }
        var above = 0.0;
        var below = 0.0;
        for (var index = 0; index < count; index++) {
            above += (lengths.get(index) - meanX) * (times[index] - meanY);
            below += (lengths.get(index) - meanX) * (lengths.get(index) - meanX);
        }
        return above / below;
    }
}
