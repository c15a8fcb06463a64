package io.penstock.benchmark;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the benchmark was asked for.
///
/// @param quick fewer rounds
/// @param table whether a table follows the lines
/// @param profile the folder for recordings of Java's flight recorder, null for none
record Request(
        Set<Measure> measures,
        boolean quick,
        boolean table,
        @Nullable Path profile) {
    /// Reads the command line; what it does not know is refused by an `IllegalArgumentException`.
    static Request parse(List<String> words) {
        var measures = EnumSet.noneOf(Measure.class);
        var quick = false;
        var table = true;
        Path profile = null;
        for (var index = 0; index < words.size(); index++) {
            switch (words.get(index)) {
                case "--quick" -> quick = true;
                case "--json" -> table = false;
                case "--profile" -> profile = Path.of(next(words, ++index));
                case String word -> measures.add(measure(word));
            }
        }
        return new Request(measures.isEmpty() ? EnumSet.allOf(Measure.class) : measures, quick, table, profile);
    }

    boolean asks(Measure measure) {
        return measures.contains(measure);
    }

    /// So many rounds, or so many when it has to be quick.
    int rounds(int usual, int few) {
        return quick ? few : usual;
    }

    private static String next(List<String> words, int index) {
        if (index >= words.size()) {
            throw new IllegalArgumentException("--profile: nothing (expected: a folder)");
        }
        return words.get(index);
    }

    private static Measure measure(String word) {
        return Measure.of(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "measure: " + word + " (expected: one of " + Measure.titles() + ")"));
    }
}
