package io.penstock.controlplane.piped;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A bucket of tokens for each name: `burst` at once, then `perSecond`. Names that are full again are forgotten.
public final class Quota {
    private static final int SWEEP_ABOVE = 10_000;

    private final double burst;
    private final double perSecond;
    private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    private record Bucket(double tokens, long at) {}

    public Quota(int burst, int perSecond) {
        this.burst = burst;
        this.perSecond = perSecond;
    }

    /// Takes a token; false when there is none.
    public boolean take(String name) {
        return take(name, 1);
    }

    /// Takes so many tokens; false when there are fewer, which leaves them.
    public boolean take(String name, int wanted) {
        if (buckets.size() > SWEEP_ABOVE) {
            var now = System.nanoTime();
            buckets.values().removeIf(bucket -> filled(bucket, now) >= burst);
        }
        var taken = new boolean[1];
        buckets.compute(name, (_, bucket) -> {
            var now = System.nanoTime();
            var tokens = bucket == null ? burst : filled(bucket, now);
            taken[0] = tokens >= wanted;
            return new Bucket(taken[0] ? tokens - wanted : tokens, now);
        });
        return taken[0];
    }

    /// Whether a token could be taken.
    public boolean left(String name) {
        var bucket = buckets.get(name);
        return bucket == null || filled(bucket, System.nanoTime()) >= 1;
    }

    private double filled(Bucket bucket, long now) {
        var seconds = (double) (now - bucket.at()) / TimeUnit.SECONDS.toNanos(1);
        return Math.min(burst, bucket.tokens() + seconds * perSecond);
    }
}
