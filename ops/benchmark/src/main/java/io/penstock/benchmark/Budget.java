package io.penstock.benchmark;

import org.jspecify.annotations.Nullable;

/// What the design allows.
///
/// @param p99 null where the design names none
/// @param least whether a larger figure is the better one
record Budget(double p50, @Nullable Double p99, boolean least) {
    static Budget atMost(double p50) {
        return new Budget(p50, null, false);
    }

    static Budget atMost(double p50, double p99) {
        return new Budget(p50, p99, false);
    }

    static Budget atLeast(double p50) {
        return new Budget(p50, null, true);
    }

    boolean held(Samples samples) {
        return holds(samples.quantile(0.5), p50) && (p99 == null || holds(samples.quantile(0.99), p99));
    }

    private boolean holds(double figure, double bound) {
        return least ? figure >= bound : figure <= bound;
    }
}
