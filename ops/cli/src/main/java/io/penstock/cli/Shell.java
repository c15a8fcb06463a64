package io.penstock.cli;

/// Words for a person's shell.
public final class Shell {
    private Shell() {}

    /// The text as one word, however it is pasted.
    public static String quoted(String text) {
        return text.matches("[-_./:@%+=,A-Za-z0-9]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
