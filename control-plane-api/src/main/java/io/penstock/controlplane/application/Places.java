package io.penstock.controlplane.application;

import java.util.List;
import java.util.regex.Pattern;

/// The forms of an application's place in a repository and of its name.
final class Places {
    static final String USUAL_FILE = "app.pipecd.yaml";
    private static final int LONGEST = 500;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-_. A-Za-z0-9]{0,98}[A-Za-z0-9])?");

    private Places() {}

    /// A directory inside the repository: relative, with no way out of it. Trailing slashes and `./` are dropped.
    static String directory(String path) {
        var plain = path.strip();
        if (plain.length() > LONGEST || plain.startsWith("/") || plain.indexOf('\\') >= 0 || hidden(plain)) {
            throw refused("path", path);
        }
        var parts = List.of(plain.split("/")).stream()
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .toList();
        if (parts.contains("..") || parts.contains(".git")) {
            throw refused("path", path);
        }
        return parts.isEmpty() ? "." : String.join("/", parts);
    }

    /// A file's name, without a directory.
    static String file(String name) {
        if (name.length() > 255 || name.contains("/") || name.contains("\\") || name.startsWith("..") || hidden(name)) {
            throw new IllegalArgumentException("configFile: " + name + " (expected: a file name without a directory)");
        }
        return name;
    }

    static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "name: " + text + " (expected: letters, digits, spaces, `-`, `_` and `.`, at most 100)");
        }
        return text;
    }

    private static boolean hidden(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static IllegalArgumentException refused(String field, String value) {
        return new IllegalArgumentException(
                field + ": " + value + " (expected: a directory in the repository, relative and without `..`)");
    }
}
