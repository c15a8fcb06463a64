package io.penstock.benchmark;

import io.penstock.workflows.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The benchmark's main: measures' names and `--quick` as arguments; a JSON object a line, then a table on stderr.
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) {
        var quick = List.of(arguments).contains("--quick");
        var asked = Arrays.stream(arguments)
                .filter(word -> !word.startsWith("--"))
                .map(Measure::of)
                .toList();
        var measures = asked.isEmpty() ? EnumSet.allOf(Measure.class) : EnumSet.copyOf(asked);
        var results = new ArrayList<Result>();
        try (var arena = new Arena()) {
            for (var result : run(arena, measures, quick)) {
                System.out.println(Json.write(result));
                results.add(result);
            }
        }
        results.forEach(result -> System.err.println(line(result)));
    }

    private static List<Result> run(Arena arena, Set<Measure> measures, boolean quick) {
        var results = new ArrayList<Result>();
        if (measures.contains(Measure.FOOTPRINT)) {
            results.add(new Footprint(arena, quick ? 10 : 30).run());
        }
        if (measures.contains(Measure.PUSH_TO_FIRST_WRITE) || measures.contains(Measure.PUSH_TO_FINISHED)) {
            var pushes = new Pushes(arena, quick ? 5 : 20);
            pushes.run();
            if (measures.contains(Measure.PUSH_TO_FIRST_WRITE)) {
                results.add(pushes.toFirstWrite());
            }
            if (measures.contains(Measure.PUSH_TO_FINISHED)) {
                results.add(pushes.toFinished());
            }
        }
        if (measures.contains(Measure.STAGE_OVERHEAD)) {
            results.add(new Stages(arena, quick ? 3 : 10).run());
        }
        if (measures.contains(Measure.CANARY_CALLS)) {
            results.add(new Canaries(arena, quick ? 2 : 5).run());
        }
        if (measures.contains(Measure.RECOVERY)) {
            results.add(new Recovery(arena).run());
        }
        if (measures.contains(Measure.DEPLOYMENTS_PER_SECOND)) {
            results.add(new Throughput(arena, quick ? 40 : 200).run());
        }
        return results;
    }

    private static String line(Result result) {
        return String.format(
                Locale.ROOT,
                "%-24s %10.3f p50 %10.3f p99 %s%s",
                result.measure(),
                result.p50(),
                result.p99(),
                result.unit(),
                result.budget() == null
                        ? ""
                        : ", budget " + result.budget() + (Boolean.TRUE.equals(result.held()) ? " held" : " MISSED"));
    }
}
