package io.penstock.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Figures of one kind, as they came.
final class Samples {
    private final List<Double> values = new ArrayList<>();

    static Samples of(Collection<Double> values) {
        var samples = new Samples();
        samples.values.addAll(values);
        return samples;
    }

    void add(double value) {
        values.add(value);
    }

    int size() {
        return values.size();
    }

    double min() {
        return quantile(0);
    }

    double max() {
        return quantile(1);
    }

    double median() {
        return quantile(0.5);
    }

    /// The smallest value that at least this part of all does not exceed.
    double quantile(double part) {
        if (values.isEmpty()) {
            throw new IllegalStateException("samples: none (expected: at least one)");
        }
        var sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        var index = (int) Math.ceil(part * sorted.length) - 1;
        return sorted[Math.clamp(index, 0, sorted.length - 1)];
    }

    /// To a thousandth.
    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
