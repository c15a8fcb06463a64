package io.penstock.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Progress as plain lines: one at the beginning, one at the end, and one every few seconds between.
public final class LineProgress implements Progress, AutoCloseable {
    private final PrintStream out;
    private final Duration interval;
    private final Map<LineStep, Boolean> running = new ConcurrentHashMap<>();
    private final Thread ticker;

    public LineProgress(PrintStream out) {
        this(out, Duration.ofSeconds(8));
    }

    LineProgress(PrintStream out, Duration interval) {
        this.out = out;
        this.interval = interval;
        this.ticker = Thread.ofVirtual().name("progress").start(this::tick);
    }

    /// Lines on standard error, which stays open.
    public static LineProgress onStandardError() {
        return new LineProgress(System.err);
    }

    @Override
    public Step step(String what) {
        var step = new LineStep(what);
        running.put(step, true);
        say("- " + what);
        return step;
    }

    @Override
    public synchronized void say(String sentence) {
        out.println(sentence);
        out.flush();
    }

    @Override
    public void close() {
        ticker.interrupt();
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(interval);
                for (var step : running.keySet()) {
                    say("  … " + step.what + ": " + (step.howFar.isEmpty() ? "" : step.howFar + ", ") + step.elapsed());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private final class LineStep implements Step {
        private final String what;
        private final long begun = System.nanoTime();
        private volatile String howFar = "";

        LineStep(String what) {
            this.what = what;
        }

        String elapsed() {
            var millis = (System.nanoTime() - begun) / 1_000_000;
            return millis < 60_000
                    ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
                    : millis / 60_000 + " min " + millis / 1000 % 60 + " s";
        }

        @Override
        public void at(String place) {
            howFar = place;
        }

        @Override
        public void done(String result) {
            if (running.remove(this) != null) {
                say("  " + what + ": " + result + " (" + elapsed() + ")");
            }
        }

        @Override
        public void close() {
            if (running.remove(this) != null) {
                say("  " + what + ": failed after " + elapsed());
            }
        }
    }
}
