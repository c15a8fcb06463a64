package io.penstock.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The way that something went, again and again: how long each step took from the one before.
final class Steps {
    private final Map<String, Samples> durations = new LinkedHashMap<>();

    /// Begins one more walk.
    Walk from(Instant start) {
        return new Walk(start);
    }

    /// A part of a step that was timed by itself.
    void aside(String name, double seconds) {
        durations.computeIfAbsent(name, _ -> new Samples()).add(seconds);
    }

    /// The median of each step, in the order of the way.
    Map<String, Object> medians() {
        var medians = new LinkedHashMap<String, Object>();
        durations.forEach((name, samples) -> medians.put(name, Samples.rounded(samples.median())));
        return medians;
    }

    static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    /// One walk along the way.
    final class Walk {
        private Instant last;

        private Walk(Instant start) {
            last = start;
        }

        /// The next step ended then; null where it left no time.
        Walk to(String name, @Nullable Instant at) {
            if (at != null) {
                aside(name, seconds(last, at));
                last = Objects.requireNonNull(at);
            }
            return this;
        }
    }
}
