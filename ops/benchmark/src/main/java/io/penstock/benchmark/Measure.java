package io.penstock.benchmark;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is timed, in which unit, and the budget that the design gives it.
enum Measure {
    PUSH_TO_FIRST_WRITE("push-to-first-write", "seconds", 0.5, false),
    PUSH_TO_FINISHED("push-to-finished", "seconds", null, false),
    STAGE_OVERHEAD("stage-overhead", "milliseconds", 30.0, false),
    CANARY_CALLS("canary-calls", "writes", 3.0, false),
    DEPLOYMENTS_PER_SECOND("deployments-per-second", "per second", 10.0, true),
    RECOVERY("recovery", "seconds", 5.0, false),
    FOOTPRINT("footprint", "megabytes", 600.0, false);

    private final String title;
    private final String unit;
    private final @Nullable Double budget;
    private final boolean more;

    /// @param more whether a larger figure is the better one
    Measure(String title, String unit, @Nullable Double budget, boolean more) {
        this.title = title;
        this.unit = unit;
        this.budget = budget;
        this.more = more;
    }

    String title() {
        return title;
    }

    String unit() {
        return unit;
    }

    @Nullable
    Double budget() {
        return budget;
    }

    boolean more() {
        return more;
    }

    static Measure of(String title) {
        return Arrays.stream(values())
                .filter(measure -> measure.title.equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("measure: " + title + " (expected: one of "
                        + String.join(
                                ", ",
                                Arrays.stream(values()).map(Measure::title).toList()) + ")"));
    }
}
