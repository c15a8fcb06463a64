package io.penstock.activities.kubernetes;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Whether an attempt may still write: another one takes its place once its heartbeats are no longer heard.
final class Vitality {
    private static final Duration REQUEST = Duration.ofSeconds(2);
    private static final Duration ENDLESS = Duration.ofDays(365);
    private static final long LOOK_MILLIS = 50;

    private final Supplier<Duration> silence;
    private final Duration limit;

    /// @param silence time since a heartbeat was last acknowledged
    /// @param timeout after which the attempt counts as lost; zero when it never does
    Vitality(Supplier<Duration> silence, Duration timeout) {
        this.silence = silence;
        this.limit = limit(timeout);
    }

    /// The timeout less a request's time, of which a short timeout leaves half.
    private static Duration limit(Duration timeout) {
        if (timeout.isZero()) {
            return ENDLESS;
        }
        var half = timeout.dividedBy(2);
        return REQUEST.compareTo(half) < 0 ? timeout.minus(REQUEST) : half;
    }

    /// Returns when a write may begin. Waits while no heartbeat is acknowledged; a lost attempt is interrupted
    /// here.
    void demand() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the attempt is over");
        }
        while (silence.get().compareTo(limit) >= 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
