package io.penstock.workflows.config;

import java.util.Comparator;

/// Something wrong in a configuration file, with its place; line and column count from 1, 0 when there is no place.
///
/// @param field path from the top of the file, such as `spec.pipeline.stages[1].name`
/// @param value what stands there, shortened and without control characters
/// @param expected what should stand there, in words
/// @param message the whole sentence without the place
public record Fault(
        Severity severity, int line, int column, String field, String value, String expected, String message) {
    /// In the order of the file.
    static final Comparator<Fault> ORDER = Comparator.comparingInt(Fault::line)
            .thenComparingInt(Fault::column)
            .thenComparing(Fault::severity)
            .thenComparing(Fault::field)
            .thenComparing(Fault::message);

    private static final int SHOWN = 80;

    static Fault of(Severity severity, Place place, String value, String expected) {
        return new Fault(
                severity,
                place.line(),
                place.column(),
                place.path(),
                shown(value),
                expected,
                (place.path().isEmpty() ? "file" : place.path()) + ": " + shown(value) + " (expected: " + expected
                        + ")");
    }

    /// The sentence with file, line and column.
    public String describe(String path) {
        var file = clean(path);
        return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
    }

    static String shown(String value) {
        return value.codePointCount(0, value.length()) > SHOWN
                ? clean(value.substring(0, value.offsetByCodePoints(0, SHOWN))) + "…"
                : clean(value);
    }

    private static String clean(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
