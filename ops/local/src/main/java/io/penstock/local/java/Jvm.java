package io.penstock.local.java;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How the JVMs of the local stack are set: for a machine that they share with everything else.
public final class Jvm {
    /// glibc gives every few threads an arena of their own, which keep what was freed in them.
    public static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "2");

    /// The serial collector lets its old generation grow to the bound before it collects there once, so that
    /// the bound is what a JVM holds in the end; a young generation that is small is collected often and
    /// cheaply.
    ///
    /// The optimising compiler costs as much as all the work of the first thousand deployments, and the work is
    /// mostly waiting for others: see decision 34.
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xms32m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=64m",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private Jvm() {}

    /// The flags of a control plane.
    public static List<String> controlPlane() {
        return with("-Xmx160m", "-XX:MaxNewSize=32m");
    }

    /// The flags of a piped.
    public static List<String> piped() {
        return with("-Xmx160m", "-XX:MaxNewSize=24m");
    }

    private static List<String> with(String... heap) {
        var flags = new ArrayList<>(FLAGS);
        flags.addAll(List.of(heap));
        return List.copyOf(flags);
    }
}
