package io.penstock.local.process;

import io.penstock.local.Home;
import io.penstock.local.Part;
import io.penstock.local.PartState;
import io.penstock.local.PartStatus;
import io.penstock.local.process.RunningProcess.Signal;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What parts that are one remembered process have in common.
public final class KeptPart {
    private KeptPart() {}

    /// How such a part is.
    ///
    /// @param trouble asked only while its process lives: null when it is at work, else why not
    public static PartStatus status(Home home, Part part, Supplier<@Nullable String> trouble) {
        var kept = Kept.of(home, part.name()).orElse(null);
        if (kept == null) {
            return PartStatus.stopped(part.name(), part.kind());
        }
        var process = kept.process();
        var said = process.isAlive() ? trouble.get() : LogTail.lastLine(part.log());
        var state = !process.isAlive()
                ? PartState.DEAD
                : said == null || kept.begun() ? PartState.RUNNING : PartState.STARTING;
        return new PartStatus(
                part.name(),
                part.kind(),
                state,
                kept.address(),
                state == PartState.DEAD ? null : process.pid(),
                process.since(),
                process.memoryBytes(),
                said == null ? "" : said);
    }

    /// Ends it and remembers that it need not run.
    public static void stop(Home home, String part, Signal signal, Duration bound) {
        Kept.of(home, part).ifPresent(kept -> {
            kept.process().stop(signal, bound);
            Kept.forget(home, part);
        });
    }
}
