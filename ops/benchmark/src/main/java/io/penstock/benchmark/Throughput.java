package io.penstock.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many deployments a second two cores finish when one commit changes many applications.
final class Throughput {
    private final Arena arena;
    private final int applications;

    Throughput(Arena arena, int applications) {
        this.arena = arena;
        this.applications = applications;
    }

    Result run() {
        var first = change("first");
        for (var i = 0; i < applications; i++) {
            arena.register(name(i), name(i));
        }
        await(first);
        var commit = change("second");
        var finished = await(commit);
        var begun = finished.stream()
                .map(d -> Pushes.time(d, "createdAt"))
                .min(Instant::compareTo)
                .orElseThrow();
        var ended = finished.stream()
                .map(d -> Pushes.time(d, "finishedAt"))
                .max(Instant::compareTo)
                .orElseThrow();
        var seconds = Pushes.seconds(begun, ended);
        return Result.of(
                Measure.DEPLOYMENTS_PER_SECOND,
                List.of(finished.size() / seconds),
                Map.of("deployments", finished.size(), "seconds", Result.rounded(seconds)));
    }

    private List<JsonNode> await(String commit) {
        return arena.await(applications + " applications at " + commit, () -> {
            var found = new ArrayList<JsonNode>();
            var cursor = "";
            do {
                var page = arena.api().get("/deployments?limit=100&status=SUCCEEDED" + cursor);
                page.path("items").forEach(each -> {
                    if (each.at("/commit/hash").asText().equals(commit)
                            && each.path("application").asText().startsWith("many-")) {
                        found.add(each);
                    }
                });
                cursor =
                        page.hasNonNull("next") ? "&cursor=" + page.path("next").asText() : "";
            } while (!cursor.isEmpty() && found.size() < applications);
            Arena.pause(500);
            return found.size() < applications ? null : found;
        });
    }

    private String change(String value) {
        var files = new HashMap<String, String>();
        for (var i = 0; i < applications; i++) {
            files.putAll(Applications.object(name(i), value));
        }
        return arena.sample().commit("many " + value, files);
    }

    private static String name(int index) {
        return "many-" + index;
    }
}
