package io.penstock.benchmark;

import io.penstock.local.PartStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Resident memory of control plane and piped, and the share of a core that each part takes while nothing happens.
final class Footprint {
    private static final double TICKS_PER_SECOND = 100;
    private static final int MEGABYTE = 1_000_000;

    private final Arena arena;
    private final int seconds;

    Footprint(Arena arena, int seconds) {
        this.arena = arena;
        this.seconds = seconds;
    }

    Result run() {
        var before = ticks();
        Arena.pause(seconds * 1000L);
        var after = ticks();
        var where = new HashMap<String, Object>();
        var ours = 0.0;
        for (var part : arena.stack().status()) {
            var megabytes = (double) part.memoryBytes() / MEGABYTE;
            where.put(part.name() + ", megabytes", Result.rounded(megabytes));
            if (part.name().equals("control-plane") || part.name().startsWith("piped-")) {
                ours += megabytes;
            }
        }
        after.forEach((name, used) -> where.put(
                name + ", percent of a core",
                Result.rounded(100 * (used - before.getOrDefault(name, used)) / TICKS_PER_SECOND / seconds)));
        return Result.of(Measure.FOOTPRINT, List.of(ours), where);
    }

    private Map<String, Long> ticks() {
        var ticks = new HashMap<String, Long>();
        for (var part : arena.stack().status()) {
            if (part.pid() != null) {
                ticks.put(part.name(), ticks(part));
            }
        }
        return ticks;
    }

    private static long ticks(PartStatus part) {
        try {
            var stat = Files.readString(Path.of("/proc/" + part.pid() + "/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
