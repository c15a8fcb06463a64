package io.penstock.local.process;

import io.penstock.local.Home;
import io.penstock.local.Part;
import io.penstock.local.PartState;
import io.penstock.local.PartStatus;
import io.penstock.local.process.RunningProcess.Signal;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// What parts that are one remembered process have in common.
public final class KeptPart {
    private KeptPart() {}

    /// How such a part is; `answers` is asked only while its process lives.
    public static PartStatus status(Home home, Part part, BooleanSupplier answers) {
        var kept = Kept.of(home, part.name()).orElse(null);
        if (kept == null) {
            return PartStatus.stopped(part.name(), part.kind());
        }
        var process = kept.process();
        var state =
                !process.isAlive() ? PartState.DEAD : answers.getAsBoolean() ? PartState.RUNNING : PartState.STARTING;
        return new PartStatus(
                part.name(),
                part.kind(),
                state,
                kept.address(),
                state == PartState.DEAD ? null : process.pid(),
                process.since(),
                process.memoryBytes(),
                state == PartState.RUNNING ? "" : LogTail.lastLine(part.log()));
    }

    /// Ends it and remembers that it need not run.
    public static void stop(Home home, String part, Signal signal, Duration bound) {
        Kept.of(home, part).ifPresent(kept -> {
            kept.process().stop(signal, bound);
            Kept.forget(home, part);
        });
    }
}
