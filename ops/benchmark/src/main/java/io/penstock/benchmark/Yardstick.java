package io.penstock.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// The machine as it was when something was timed. The same computation on every core at once takes longer when
/// others are at work, so figures of different runs can be compared only where it took about the same time.
final class Yardstick {
    private static final int TIMES = 5;
    private static final int BYTES = 16 << 20;

    private Yardstick() {}

    static Map<String, Object> machine(String temporal) {
        var machine = new LinkedHashMap<String, Object>();
        machine.put("temporal", temporal);
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("yardstickMillis", Samples.rounded(millis()));
        machine.put("load", load());
        machine.put("java", Runtime.version().toString());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return machine;
    }

    /// How long it takes to hash 16 MiB on every core at once: the median of five times.
    private static double millis() {
        var times = new Samples();
        for (var round = 0; round < TIMES; round++) {
            var begun = System.nanoTime();
            var threads = new ArrayList<Thread>();
            for (var core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
                threads.add(Thread.ofPlatform().start(Yardstick::hash));
            }
            threads.forEach(Yardstick::join);
            times.add((System.nanoTime() - begun) / 1e6);
        }
        return times.median();
    }

    private static void hash() {
        try {
            MessageDigest.getInstance("SHA-256").digest(new byte[BYTES]);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
        } catch (IOException _) {
            return "unknown";
        }
    }
}
