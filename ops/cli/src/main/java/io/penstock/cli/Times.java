package io.penstock.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/// Lengths of time as people type them, and moments as they read them.
public final class Times {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(s|m|h|d)");

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private Times() {}

    /// A moment of the API by the reader's own clock.
    public static String moment(String text) {
        try {
            return text.isEmpty() ? "" : MOMENT.format(Instant.parse(text));
        } catch (DateTimeException _) {
            return text;
        }
    }

    /// Reads `90s`, `10m`, `2h` or `1d`.
    public static Duration duration(String option, String text) {
        var match = DURATION.matcher(text);
        if (!match.matches()) {
            throw new CommandFailure(
                    Exit.USAGE, option + ": " + text + " (expected: a number with s, m, h or d, such as 10m)");
        }
        var amount = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
