package io.penstock.controlplane.auth;

import io.penstock.controlplane.error.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// How often somebody has tried to sign in lately, by name and address. Kept in memory, per replica.
final class Attempts {
    private static final int MOST_KEPT = 10_000;
    private static final long REST_MILLIS = 1_000;
    private static final Limit PAIR = new Limit(5, Duration.ofSeconds(6));
    private static final Limit ADDRESS = new Limit(30, Duration.ofSeconds(2));
    private static final Limit NAME = new Limit(50, Duration.ofSeconds(2));

    private final InstantSource clock;
    private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final AtomicLong looked = new AtomicLong();

    Attempts(InstantSource clock) {
        this.clock = clock;
    }

    /// Counts a try, or refuses it.
    void count(String name, String address) {
        forgetTheFull();
        spend("address " + address, ADDRESS);
        spend("name " + name, NAME);
        spend("pair " + address + " " + name, PAIR);
    }

    /// Looks at all only once in a while, as many may be kept that are not full.
    private void forgetTheFull() {
        var now = clock.instant();
        var last = looked.get();
        if (buckets.size() > MOST_KEPT
                && now.toEpochMilli() - last >= REST_MILLIS
                && looked.compareAndSet(last, now.toEpochMilli())) {
            buckets.values().removeIf(bucket -> bucket.full(now));
        }
    }

    /// The try succeeded: the name is not held back at this address.
    void succeeded(String name, String address) {
        buckets.remove("pair " + address + " " + name);
    }

    private void spend(String key, Limit limit) {
        var now = clock.instant();
        var after = buckets.compute(
                key, (_, bucket) -> (bucket == null ? new Bucket(limit, limit.burst, now) : bucket).spent(now));
        if (after.tokens < 0) {
            throw new Refusal.TooMany(limit.pause);
        }
    }

    private record Limit(int burst, Duration pause) {}

    private record Bucket(Limit limit, double tokens, Instant at) {
        private Bucket spent(Instant now) {
            return new Bucket(limit, Math.max(-1, refilled(now) - 1), now);
        }

        private boolean full(Instant now) {
            return refilled(now) >= limit.burst;
        }

        private double refilled(Instant now) {
            var gained = (double) Duration.between(at, now).toMillis() / limit.pause.toMillis();
            return Math.min(limit.burst, Math.max(0, tokens) + gained);
        }
    }
}
