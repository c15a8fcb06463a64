package io.penstock.benchmark;

import io.penstock.benchmark.arena.Arena;
import io.penstock.local.Checkout;
import io.penstock.local.Home;
import io.penstock.local.LineProgress;
import io.penstock.local.LocalStack;
import io.penstock.local.Progress;
import io.penstock.local.UpOptions.TemporalStore;
import io.penstock.local.tool.Tool;
import io.penstock.workflows.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The benchmark's main. Words: measures (all unless said), `--quick`, `--json`, `--profile FOLDER`. A JSON
/// object a line on stdout as soon as it is known, then a table; progress on stderr. Exit codes: 0 everything
/// was timed, 1 something was not, 2 wrong usage.
public final class Bench {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final Request request;
    private final Progress progress;
    private final List<Result> results = new ArrayList<>();

    private Bench(Request request, Progress progress) {
        this.request = request;
        this.progress = progress;
    }

    public static void main(String[] words) {
        final Request request;
        try {
            request = Request.parse(List.of(words));
        } catch (IllegalArgumentException e) {
            System.err.println("penstock: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        try (var progress = LineProgress.onStandardError()) {
            var bench = new Bench(request, progress);
            bench.run();
            System.exit(bench.results.stream().anyMatch(result -> result.error() != null) ? FAILED : 0);
        }
    }

    private void run() {
        tools();
        if (request.measures().stream().anyMatch(measure -> measure != Measure.DEPLOYMENTS_PER_SECOND)) {
            inside(TemporalStore.SQLITE, this::alone);
        }
        if (request.asks(Measure.DEPLOYMENTS_PER_SECOND)) {
            inside(TemporalStore.SQLITE, this::throughput);
            inside(TemporalStore.POSTGRES, this::throughput);
        }
        if (request.table()) {
            System.out.println();
            System.out.print(new Table(results).text());
        }
    }

    private void tools() {
        var tools = new ArrayList<>(Tool.CLUSTER);
        tools.add(Tool.TEMPORAL);
        if (request.asks(Measure.DEPLOYMENTS_PER_SECOND)) {
            tools.addAll(List.of(Tool.TEMPORAL_SERVER, Tool.TEMPORAL_SQL_TOOL));
        }
        LocalStack.open(Home.fromEnvironment().prepare(), Checkout.find())
                .tools()
                .provide(tools, progress);
    }

    /// What one installation after another is timed in: each begins as cold as the others.
    private void inside(TemporalStore store, Consumer<Arena> measures) {
        try (var arena = new Arena(store, progress)) {
            measures.accept(arena);
        }
    }

    private void alone(Arena arena) {
        timed(Measure.FOOTPRINT, arena, () -> new Footprint(arena, request.rounds(60, 20)).run());
        pushes(arena);
        timed(Measure.STAGE_OVERHEAD, arena, () -> List.of(new Stages(arena, request.rounds(10, 3)).run()));
        timed(Measure.CANARY_CALLS, arena, () -> List.of(new Canaries(arena, request.rounds(10, 2)).run()));
        timed(Measure.RECOVERY, arena, () -> List.of(new Recovery(arena, request.rounds(3, 1)).run()));
    }

    private void pushes(Arena arena) {
        var pushes = new Pushes(arena, request.rounds(20, 5));
        if (request.asks(Measure.PUSH_TO_FIRST_WRITE)) {
            timed(Measure.PUSH_TO_FIRST_WRITE, arena, () -> {
                pushes.run();
                return pushes.firstWrites();
            });
        }
        timed(Measure.PUSH_TO_FINISHED, arena, () -> {
            if (!request.asks(Measure.PUSH_TO_FIRST_WRITE)) {
                pushes.run();
            }
            return pushes.finished();
        });
    }

    private void throughput(Arena arena) {
        timed(
                Measure.DEPLOYMENTS_PER_SECOND,
                arena,
                () -> List.of(new Throughput(
                                arena, request.rounds(200, 40), request.rounds(3, 2), new Recordings(request.profile()))
                        .run()));
    }

    private void timed(Measure measure, Arena arena, Supplier<List<Result>> work) {
        if (!request.asks(measure)) {
            return;
        }
        progress.say(measure.title() + ": " + measure.meaning());
        var machine = Yardstick.machine(arena.temporal());
        try {
            work.get().forEach(result -> tell(result, machine));
        } catch (RuntimeException e) {
            progress.say(measure.title() + " failed: " + e);
            tell(Result.failed(measure, "Temporal on " + arena.temporal(), String.valueOf(e.getMessage())), machine);
        }
    }

    private void tell(Result result, Map<String, Object> machine) {
        var whole = result.in(machine);
        results.add(whole);
        System.out.println(Json.write(whole));
        System.out.flush();
    }
}
