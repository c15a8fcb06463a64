package io.penstock.workflows.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A pattern of file names in the manner of Docker's ignore files, against paths from the repository's root.
///
/// `*` stands for anything but `/`, `**` for anything, `?` for one character but `/`; a leading `!` turns the
/// pattern round; a pattern that names a directory takes all that is below it. Other characters of regular
/// expressions keep their meaning, except `.` and `$`. Source: `pkg/filematcher` of PipeCD.
public record PathPattern(String text) {
    /// What a file may hold, in words.
    public static final String EXPECTED = "a path pattern such as modules/*/main.tf or config/**";

    private static final int LONGEST = 1024;

    public PathPattern {
        if (text.isEmpty() || text.length() > LONGEST || body(text).isEmpty()) {
            throw new IllegalArgumentException("pattern: " + text + " (expected: " + EXPECTED + ")");
        }
        try {
            compile(body(text));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "pattern: " + text + " (expected: " + EXPECTED + "; " + e.getDescription() + ")", e);
        }
    }

    /// Whether the path or one of the directories above it is named by the pattern.
    public boolean matches(String path) {
        return text.startsWith("!") != named(compile(body(text)), path);
    }

    /// Whether one of the patterns matches the path.
    public static boolean anyMatches(List<String> patterns, String path) {
        return patterns.stream().anyMatch(pattern -> new PathPattern(pattern).matches(path));
    }

    private boolean named(Pattern pattern, String path) {
        for (var end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (pattern.matcher(new BoundedText(path.substring(0, end), text)).matches()) {
                return true;
            }
        }
        return false;
    }

    /// The pattern without its sign, without `./` in front and `/` at either end.
    private static String body(String text) {
        var body = text.startsWith("!") ? text.substring(1) : text;
        return body.strip().replaceAll("/{2,}", "/").replaceAll("^(\\./)+|^/|/(\\./?)*$|^\\.$", "");
    }

    private static Pattern compile(String body) {
        var regex = new StringBuilder();
        for (var i = 0; i < body.length(); i++) {
            var c = body.charAt(i);
            if (body.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (body.startsWith("**", i)) {
                regex.append(".*");
                i += 1;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (c == '.' || c == '$') {
                regex.append('\\').append(c);
            } else if (c == '\\' && i + 1 < body.length()) {
                regex.append(Pattern.quote(body.substring(i + 1, i + 2)));
                i += 1;
            } else {
                regex.append(c);
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
