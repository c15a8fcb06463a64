package io.penstock.workflows.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// A whole percentage from 0 to 100.
public record Percent(@JsonValue int value) implements Comparable<Percent> {
    public static final Percent NONE = new Percent(0);
    public static final Percent ALL = new Percent(100);
    /// What a file may hold, in words.
    public static final String EXPECTED = "a whole percentage from 0 to 100";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})%?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Percent {
        if (value < 0 || value > 100) {
            throw new IllegalArgumentException("percent: " + value + " (expected: " + EXPECTED + ")");
        }
    }

    /// Reads `10` or `10%`.
    public static Percent parse(String text) {
        var matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("percent: " + text + " (expected: " + EXPECTED + ")");
        }
        return new Percent(Integer.parseInt(matcher.group(1)));
    }

    @Override
    public int compareTo(Percent other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value + "%";
    }
}
