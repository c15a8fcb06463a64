package io.penstock.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a stage costs beyond its own work: the slope over pipelines of more and more stages that wait a
/// millisecond.
final class Stages {
    private static final int[] LENGTHS = {1, 5, 10, 20};

    private final Arena arena;
    private final int rounds;

    Stages(Arena arena, int rounds) {
        this.arena = arena;
        this.rounds = rounds;
    }

    Result run() {
        change(0);
        for (var length : LENGTHS) {
            arena.register(name(length), name(length));
        }
        var head = arena.sample().head();
        for (var length : LENGTHS) {
            arena.finished(name(length), head);
        }
        var slopes = new ArrayList<Double>();
        var where = new HashMap<String, Object>();
        for (var round = 1; round <= rounds; round++) {
            var commit = change(round);
            var times = new ArrayList<Double>();
            for (var length : LENGTHS) {
                var deployment = arena.finished(name(length), commit);
                var millis = 1000
                        * Pushes.seconds(Pushes.time(deployment, "startedAt"), Pushes.time(deployment, "finishedAt"));
                times.add(millis);
                where.merge(
                        length + " stages, milliseconds",
                        Result.rounded(millis),
                        (a, b) -> Math.min((Double) a, (Double) b));
            }
            slopes.add(slope(times) - 1);
        }
        return Result.of(Measure.STAGE_OVERHEAD, slopes, where);
    }

    private String change(int round) {
        var files = new HashMap<String, String>();
        for (var length : LENGTHS) {
            files.putAll(Applications.waits(name(length), length, "round " + round));
        }
        return arena.sample().commit("stages " + round, Map.copyOf(files));
    }

    private static String name(int length) {
        return "stages-" + length;
    }

    /// Least squares through (length, time).
    private static double slope(List<Double> times) {
        var meanX = 0.0;
        var meanY = 0.0;
        for (var i = 0; i < LENGTHS.length; i++) {
            meanX += (double) LENGTHS[i] / LENGTHS.length;
            meanY += times.get(i) / LENGTHS.length;
        }
        var above = 0.0;
        var below = 0.0;
        for (var i = 0; i < LENGTHS.length; i++) {
            above += (LENGTHS[i] - meanX) * (times.get(i) - meanY);
            below += (LENGTHS[i] - meanX) * (LENGTHS[i] - meanX);
        }
        return above / below;
    }
}
