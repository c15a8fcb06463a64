package io.penstock.controlplane.keeping;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How much of bulky things is kept, and how long; null takes the usual.
///
/// @param maximumBytes of logs, views and bundles together; what is needed to go on or back is kept beyond it
/// @param logs how long after a deployment's end
/// @param views how long
/// @param bundles how long, unless a bundle is needed
/// @param goodBundles how many of an application's successful deployments one can go back to without Git
public record KeepConfig(
        @Nullable Long maximumBytes,
        @Nullable Duration logs,
        @Nullable Duration views,
        @Nullable Duration bundles,
        @Nullable Integer goodBundles) {
    public static final KeepConfig USUAL = new KeepConfig(null, null, null, null, null);

    public KeepConfig {
        if (maximumBytes != null && maximumBytes < 0) {
            throw new IllegalArgumentException("keep.maximumBytes: " + maximumBytes + " (expected: 0 or more)");
        }
        if (goodBundles != null && goodBundles < 1) {
            throw new IllegalArgumentException("keep.goodBundles: " + goodBundles + " (expected: 1 or more)");
        }
    }

    long bytes() {
        return maximumBytes == null ? 8L << 30 : maximumBytes;
    }

    Duration logAge() {
        return logs == null ? Duration.ofDays(30) : logs;
    }

    Duration viewAge() {
        return views == null ? Duration.ofDays(90) : views;
    }

    Duration bundleAge() {
        return bundles == null ? Duration.ofDays(90) : bundles;
    }

    int good() {
        return goodBundles == null ? 10 : goodBundles;
    }
}
