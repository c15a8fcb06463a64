package io.penstock.activities.kubernetes;

import java.time.Duration;

/// Quantities as people read them.
final class Words {
    private Words() {}

    /// `90 s`, `10 min`, `2 h`.
    static String of(Duration duration) {
        if (duration.toSeconds() % 3_600 == 0 && duration.toHours() > 0) {
            return duration.toHours() + " h";
        }
        return duration.toSeconds() % 60 == 0 && duration.toMinutes() > 0
                ? duration.toMinutes() + " min"
                : duration.toSeconds() + " s";
    }
}
