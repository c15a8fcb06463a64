package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression as Go understands it; an empty one is found nowhere.
///
/// Matching costs a bounded number of steps, so that an expression that explodes is refused and not waited for.
public record GoPattern(@JsonValue String text) {
    /// What a file may hold, in words.
    public static final String EXPECTED = "a regular expression as Go understands it (RE2)";

    /// Texts are searched up to this many characters.
    public static final int SEARCHED = 4096;

    private static final int LONGEST = 2048;
    private static final Pattern JAVA_ONLY =
            Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*(?:\\(\\?(?:=|!|>|<=|<!)|\\\\[1-9kGZRXhN]|[*+?}]\\+)");

    /// No expression.
    public static final GoPattern NONE = new GoPattern("");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public GoPattern {
        if (text.length() > LONGEST || JAVA_ONLY.matcher(text).find()) {
            throw new IllegalArgumentException("pattern: " + text + " (expected: " + EXPECTED + ")");
        }
        try {
            compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "pattern: " + text + " (expected: " + EXPECTED + "; " + e.getDescription() + ")", e);
        }
    }

    /// Whether no expression is given.
    public boolean absent() {
        return text.isEmpty();
    }

    /// Whether the expression is found anywhere in the first 4096 characters of the text.
    ///
    /// @throws ConfigException when the search takes too many steps
    public boolean found(String searched) {
        if (absent()) {
            return false;
        }
        var head = searched.substring(0, Math.min(SEARCHED, searched.length()));
        return compile(text).matcher(new BoundedText(head, text)).find();
    }

    private static Pattern compile(String text) {
        return Pattern.compile(text.replace("(?P<", "(?<"));
    }
}
