package io.penstock.benchmark;

import io.penstock.benchmark.Result.Line;
import io.penstock.benchmark.arena.Applications;
import io.penstock.benchmark.arena.Arena;
import io.penstock.benchmark.arena.Usage;
import io.penstock.local.Progress.Step;
import io.penstock.local.java.ControlPlaneFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Resident memory and processor share of each part with a small company's applications: while nothing
/// happens, and while one of them is deployed each second.
final class Footprint {
    private static final int APPLICATIONS = 26;
    private static final String PREFIX = "standing-";
    private static final int SETTLING_MILLIS = 10_000;
    private static final double CONTROL_PLANE_MEGABYTES = 350;
    private static final double PIPED_MEGABYTES = 250;
    private static final double PERCENT = 2;

    private final Arena arena;
    private final int seconds;

    Footprint(Arena arena, int seconds) {
        this.arena = arena;
        this.seconds = seconds;
    }

    List<Result> run() {
        deployAll();
        Arena.pause(SETTLING_MILLIS);
        var idle = new Period();
        try (var step = arena.progress().step("idle for " + seconds + " s")) {
            for (var second = 0; second < seconds; second++) {
                Arena.pause(1000);
                idle.look();
            }
            step.done("looked each second");
        }
        var results = new ArrayList<>(List.of(
                idle.memory("control plane, idle", ControlPlaneFiles.NAME, CONTROL_PLANE_MEGABYTES),
                idle.memory("piped, idle", Arena.piped(), PIPED_MEGABYTES),
                idle.share("control plane and piped, idle", Budget.atMost(PERCENT))));
        var busy = new Period();
        try (var step = arena.progress().step("one deployment a second for " + seconds + " s")) {
            results.add(busy(busy, step));
        }
        return results;
    }

    private Result busy(Period busy, Step step) {
        var last = "";
        var begun = System.nanoTime();
        for (var second = 0; second < seconds; second++) {
            var next = System.nanoTime() + 1_000_000_000L;
            var name = PREFIX + second % APPLICATIONS;
            last = arena.push("second " + second, Applications.quick(name, "nginx:2." + second))
                    .commit();
            busy.look();
            Arena.pause(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
        var rate = seconds / ((System.nanoTime() - begun) / 1e9);
        busy.look();
        arena.finished(PREFIX + (seconds - 1) % APPLICATIONS, last);
        step.done(seconds + " deployments");
        var result = busy.share("control plane and piped, one deployment a second", null);
        result.where().put("pushes a second, in fact", Samples.rounded(rate));
        return result;
    }

    private void deployAll() {
        var files = new LinkedHashMap<String, String>();
        for (var index = 0; index < APPLICATIONS; index++) {
            files.putAll(Applications.quick(PREFIX + index, "nginx:1.0"));
        }
        try (var step = arena.progress().step(APPLICATIONS + " applications")) {
            var commit = arena.push("standing", files).commit();
            for (var index = 0; index < APPLICATIONS; index++) {
                arena.register(PREFIX + index);
            }
            arena.allFinished(PREFIX, commit, APPLICATIONS);
            step.done("deployed");
        }
    }

    /// A time in which the parts are looked at each second.
    private final class Period {
        private final Map<String, List<Long>> leaders = Usage.leaders(arena);
        private final Usage begun = Usage.of(leaders);
        private final Samples together = new Samples();
        private final Map<String, Samples> memory = new LinkedHashMap<>();
        private Usage last = begun;

        void look() {
            var now = Usage.of(leaders);
            together.add(now.percent(ControlPlaneFiles.NAME, last) + now.percent(Arena.piped(), last));
            for (var part : now.parts()) {
                memory.computeIfAbsent(part, _ -> new Samples()).add(now.megabytes(part));
            }
            last = now;
        }

        Result memory(String variant, String part, double budget) {
            var samples = memory.getOrDefault(part, new Samples());
            var line = new Line(Measure.FOOTPRINT, variant, "megabytes");
            return Result.of(line, samples, Budget.atMost(budget), new JavaMemory(arena.part(part)).split());
        }

        /// The budget speaks of the whole time, a garbage collection included, so the mean is the figure.
        Result share(String variant, @Nullable Budget budget) {
            var mean = Samples.of(
                    List.of(last.percent(ControlPlaneFiles.NAME, begun) + last.percent(Arena.piped(), begun)));
            var where = new LinkedHashMap<String, Object>();
            for (var part : last.parts()) {
                where.put(part + ", percent of a core", Samples.rounded(last.percent(part, begun)));
                where.put(
                        part + ", megabytes",
                        Samples.rounded(memory.getOrDefault(part, new Samples()).median()));
            }
            where.put("busiest second of both", Samples.rounded(together.max()));
            return Result.of(new Line(Measure.FOOTPRINT, variant, "percent of a core"), mean, budget, where);
        }
    }
}
