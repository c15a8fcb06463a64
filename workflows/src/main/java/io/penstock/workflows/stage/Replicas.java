package io.penstock.workflows.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How many Pods a variant gets: a number, or a share of the workload's own.
public record Replicas(int number, boolean percent) {
    public static final Replicas ONE = new Replicas(1, false);
    /// What a file may hold, in words.
    public static final String EXPECTED = "a number of Pods such as 2, or a share such as 10%, at most 1000000";

    private static final int MAXIMUM = 1_000_000;
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(%?)");

    public Replicas {
        if (number < 0 || number > MAXIMUM) {
            throw new IllegalArgumentException("replicas: " + number + " (expected: " + EXPECTED + ")");
        }
    }

    /// Reads `2` or `10%`.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Replicas parse(String text) {
        var matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("replicas: " + text + " (expected: " + EXPECTED + ")");
        }
        return new Replicas(
                Integer.parseInt(matcher.group(1)), !matcher.group(2).isEmpty());
    }

    /// The replicas of a variant of a workload that has `desired` in Git; one where Git does not say.
    ///
    /// Source: `pkg/config/replicas.go` of PipeCD, table 5.6 of the Kubernetes semantics.
    public int of(@Nullable Integer desired) {
        if (desired == null || number == 0) {
            return 1;
        }
        return percent ? Math.toIntExact(Math.min(Integer.MAX_VALUE, share(desired))) : number;
    }

    private long share(int desired) {
        return Math.ceilDiv(Math.multiplyFull(desired, number), 100);
    }

    @JsonValue
    @Override
    public String toString() {
        return percent ? number + "%" : Integer.toString(number);
    }
}
