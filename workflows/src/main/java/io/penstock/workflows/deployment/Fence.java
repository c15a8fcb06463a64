package io.penstock.workflows.deployment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Comparator;

/// The right to write to an application's objects: who carries a lower one than an object shows may not touch it.
///
/// @param epoch raised whenever the installation was restored from a backup
/// @param number the deployment's number, growing by one within an application
/// @param step what the deployment does: its stages in order, the rollback's and the cleaning's above all of them
public record Fence(long epoch, long number, int step) implements Comparable<Fence> {
    /// The step from which on a deployment undoes what it did.
    public static final int ROLLBACK_STEP = 1_000;

    private static final Comparator<Fence> ORDER = Comparator.comparingLong(Fence::epoch)
            .thenComparingLong(Fence::number)
            .thenComparingInt(Fence::step);

    @Override
    public int compareTo(Fence other) {
        return ORDER.compare(this, other);
    }

    /// The form in which it stands on objects: `epoch.number.step`.
    @JsonIgnore
    public String text() {
        return epoch + "." + number + "." + step;
    }

    /// Reads the form in which it stands on objects.
    public static Fence parse(String text) {
        var parts = text.split("\\.", -1);
        try {
            if (parts.length == 3) {
                return new Fence(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("fence: " + text + " (expected: epoch.number.step)", e);
        }
        throw new IllegalArgumentException("fence: " + text + " (expected: epoch.number.step)");
    }
}
