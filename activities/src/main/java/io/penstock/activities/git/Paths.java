package io.penstock.activities.git;

import io.penstock.workflows.Failures;
import java.util.ArrayDeque;
import java.util.Optional;

/// Paths inside a repository, which never lead out of it.
final class Paths {
    private Paths() {}

    /// The canonical form of a path that a person wrote: no leading or trailing `/`, no `.`; the root is empty.
    static String inside(String path) {
        var parts = new ArrayDeque<String>();
        var absolute = path.startsWith("/") || path.indexOf('\0') >= 0;
        if (absolute || !walk(parts, path)) {
            throw Failures.configuration(
                    "path: " + shown(path) + " (expected: a path inside the repository, relative to its root)");
        }
        return String.join("/", parts);
    }

    /// Where a symbolic link at a path leads, empty when that is outside the repository.
    static Optional<String> linkTarget(String link, String target) {
        if (target.startsWith("/") || target.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        var parts = new ArrayDeque<String>();
        walk(parts, link);
        parts.pollLast();
        return walk(parts, target) ? Optional.of(String.join("/", parts)) : Optional.empty();
    }

    /// A path in a sentence: control characters replaced, length bounded.
    static String shown(String path) {
        var clean = path.replaceAll("\\p{Cntrl}", "�");
        return clean.length() > 200 ? clean.substring(0, 200) + "…" : clean;
    }

    private static boolean walk(ArrayDeque<String> parts, String path) {
        for (var part : path.split("/", -1)) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    return false;
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return true;
    }
}
