package io.penstock.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// From a push to the first write in the cluster, and to the recorded end of a quick sync.
final class Pushes {
    private static final String APPLICATION = "pushed";

    private final Arena arena;
    private final int rounds;
    private final List<Double> firstWrites = new ArrayList<>();
    private final List<Double> finished = new ArrayList<>();
    private final Map<String, List<Double>> parts = new HashMap<>();

    Pushes(Arena arena, int rounds) {
        this.arena = arena;
        this.rounds = rounds;
    }

    /// Pushes again and again, each time a new image of one Deployment.
    void run() {
        var first = push(0);
        arena.register(APPLICATION, APPLICATION);
        arena.finished(APPLICATION, first.commit());
        for (var round = 1; round <= rounds; round++) {
            var push = push(round);
            var deployment = arena.finished(APPLICATION, push.commit());
            measure(push.at(), deployment);
        }
    }

    Result toFirstWrite() {
        return Result.of(Measure.PUSH_TO_FIRST_WRITE, firstWrites, medians());
    }

    Result toFinished() {
        return Result.of(Measure.PUSH_TO_FINISHED, finished, medians());
    }

    private void measure(Instant pushed, JsonNode deployment) {
        var created = time(deployment, "createdAt");
        var started = time(deployment, "startedAt");
        var ended = time(deployment, "finishedAt");
        var write = firstWrite(pushed);
        finished.add(seconds(pushed, ended));
        part("push to intent", pushed, created);
        part("intent to start", created, started);
        if (write != null) {
            firstWrites.add(seconds(pushed, write));
            part("start to first write", started, write);
            part("first write to end", write, ended);
        }
    }

    private @Nullable Instant firstWrite(Instant after) {
        return arena.audit().stream()
                .filter(event -> Calls.isWrite(event) && Calls.at(event).isAfter(after))
                .map(Calls::at)
                .min(Instant::compareTo)
                .orElse(null);
    }

    private Push push(int round) {
        var files = Applications.quick(APPLICATION, "nginx:1." + (100 + round));
        var before = Instant.now();
        var commit = arena.sample().commit("push " + round, files);
        return new Push(commit, arena.referenceUpdated().orElse(before));
    }

    private void part(String name, Instant from, Instant to) {
        parts.computeIfAbsent(name, _ -> new ArrayList<>()).add(seconds(from, to));
    }

    private Map<String, Object> medians() {
        var medians = new HashMap<String, Object>();
        parts.forEach((name, samples) -> medians.put(name, Result.rounded(Result.median(samples))));
        return medians;
    }

    static Instant time(JsonNode deployment, String field) {
        return Instant.parse(deployment.path(field).asText());
    }

    static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    private record Push(String commit, Instant at) {}
}
