package io.penstock.workflows.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/// Durations as Go writes them: `90s`, `1h30m`, `1.5h`; a bare number is nanoseconds.
public final class GoDuration {
    /// What a file may hold, in words.
    public static final String EXPECTED = "a duration such as 90s, 1h30m or 1.5h";

    private static final Pattern PART = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final int LONGEST = 60;
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private GoDuration() {}

    /// Reads a duration with units.
    public static Duration parse(String text) {
        var rest = text;
        var negative = rest.startsWith("-");
        if (negative || rest.startsWith("+")) {
            rest = rest.substring(1);
        }
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        var total = BigDecimal.ZERO;
        var matcher = PART.matcher(rest);
        var end = 0;
        while (rest.length() <= LONGEST && end < rest.length() && matcher.find(end) && matcher.start() == end) {
            total = total.add(new BigDecimal(matcher.group(1).replaceAll("\\.$", ""))
                    .multiply(BigDecimal.valueOf(NANOS.getOrDefault(matcher.group(2), 0L))));
            end = matcher.end();
        }
        var nanos = total.setScale(0, RoundingMode.DOWN);
        if (end == 0 || end < rest.length() || nanos.toBigInteger().bitLength() > 63) {
            throw new IllegalArgumentException("duration: " + text + " (expected: " + EXPECTED + ")");
        }
        return Duration.ofNanos(negative ? -nanos.longValueExact() : nanos.longValueExact());
    }

    /// The shortest text that Go would read back.
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        var size = duration.abs();
        var text = new StringBuilder(duration.isNegative() ? "-" : "");
        append(text, size.toHours(), "h");
        append(text, size.toMinutesPart(), "m");
        append(text, size.toSecondsPart(), "s");
        append(text, size.toMillisPart(), "ms");
        append(text, size.toNanosPart() % 1_000_000, "ns");
        return text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
