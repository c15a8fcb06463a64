package io.penstock.benchmark;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One measure's figures, in the form of the contracts.
///
/// @param held whether p50 keeps the budget, null where there is none
/// @param where the figure's parts
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Result(
        String measure,
        String unit,
        int n,
        double min,
        double p50,
        double p99,
        double max,
        @Nullable Double budget,
        @Nullable Boolean held,
        Map<String, Object> environment,
        Map<String, Object> where) {
    /// The figures of samples, smaller being better.
    static Result of(Measure measure, List<Double> samples, Map<String, Object> where) {
        if (samples.isEmpty()) {
            throw new IllegalStateException(measure.title() + ": no samples (expected: at least one)");
        }
        var sorted = samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        var p50 = quantile(sorted, 0.5);
        var budget = measure.budget();
        var held = budget == null ? null : Boolean.valueOf(measure.more() ? p50 >= budget : p50 <= budget);
        return new Result(
                measure.title(),
                measure.unit(),
                sorted.length,
                rounded(sorted[0]),
                rounded(p50),
                rounded(quantile(sorted, 0.99)),
                rounded(sorted[sorted.length - 1]),
                budget,
                held,
                machine(),
                new TreeMap<>(where));
    }

    static double quantile(double[] sorted, double q) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(Math.ceil(q * sorted.length)) - 1)];
    }

    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    static double median(List<Double> samples) {
        var sorted = samples.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return quantile(sorted, 0.5);
    }

    private static Map<String, Object> machine() {
        return new TreeMap<>(Map.of(
                "cores", Runtime.getRuntime().availableProcessors(),
                "java", Runtime.version().toString(),
                "os", System.getProperty("os.name") + " " + System.getProperty("os.version")));
    }
}
