package io.penstock.controlplane.application;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Which names somebody may have meant.
final class Closeness {
    private static final int OFFERED = 3;
    private static final int LONGEST = 100;

    private Closeness() {}

    /// At most three names that differ from the wrong one by a third of its letters or less, or that contain it.
    static List<String> closest(String wrong, List<String> names) {
        if (wrong.length() > LONGEST) {
            return List.of();
        }
        var lower = wrong.toLowerCase(Locale.ROOT);
        var most = Math.max(1, lower.length() / 3);
        return names.stream()
                .map(name -> new Candidate(name, distance(lower, name.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance <= most)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(OFFERED)
                .map(Candidate::name)
                .toList();
    }

    private record Candidate(String name, int distance) {}

    /// Edits between the wrong text and the name, with or without its cluster.
    private static int distance(String wrong, String name) {
        var at = name.lastIndexOf('@');
        var bare = at > 0 && wrong.indexOf('@') < 0 ? name.substring(0, at) : name;
        return bare.contains(wrong) ? 1 : edits(wrong, bare);
    }

    private static int edits(String from, String to) {
        var before = new int[to.length() + 1];
        for (var i = 0; i <= to.length(); i++) {
            before[i] = i;
        }
        for (var i = 1; i <= from.length(); i++) {
            var now = new int[to.length() + 1];
            now[0] = i;
            for (var j = 1; j <= to.length(); j++) {
                var same = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                now[j] = Math.min(Math.min(now[j - 1], before[j]) + 1, before[j - 1] + same);
            }
            before = now;
        }
        return before[to.length()];
    }
}
