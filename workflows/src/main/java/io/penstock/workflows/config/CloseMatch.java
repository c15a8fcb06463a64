package io.penstock.workflows.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Names that somebody may have meant.
public final class CloseMatch {
    private static final int LONGEST = 100;

    private CloseMatch() {}

    /// The names nearest to what was written, at most three, nearest first.
    public static List<String> of(String written, Collection<String> names) {
        if (written.length() > LONGEST) {
            return List.of();
        }
        var best =
                names.stream().mapToInt(name -> distance(written, name)).min().orElse(0);
        var allowed = Math.min(best + 1, Math.max(1, written.length() / 3));
        return names.stream()
                .filter(name -> distance(written, name) <= allowed)
                .sorted(Comparator.<String>comparingInt(name -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(3)
                .toList();
    }

    /// What is expected, with the nearest names, or with all of them where none is near and they are few.
    static String expected(String what, String written, Collection<String> names) {
        var near = of(written, names);
        if (!near.isEmpty()) {
            return what + "; did you mean " + String.join(" or ", near) + "?";
        }
        return names.isEmpty() || names.size() > 40
                ? what
                : what + ": " + names.stream().collect(Collectors.joining(", "));
    }

    /// Changes of one letter, swapped neighbours counting once, that lead from one name to the other in any case.
    static int distance(String left, String right) {
        var a = left.toLowerCase(Locale.ROOT);
        var b = right.toLowerCase(Locale.ROOT);
        var rows = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            for (var j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                var change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                rows[i][j] = Math.min(Math.min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[a.length()][b.length()];
    }
}
