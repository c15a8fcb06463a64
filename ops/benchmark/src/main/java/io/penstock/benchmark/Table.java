package io.penstock.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The results as people read them.
record Table(List<Result> results) {
    private static final List<String> TITLES =
            List.of("measure", "variant", "n", "min", "p50", "p99", "max", "unit", "budget", "");

    String text() {
        var rows = new ArrayList<List<String>>();
        rows.add(TITLES);
        results.forEach(result -> rows.add(row(result)));
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (var column = 0; column < row.size(); column++) {
                var index = column;
                var width = rows.stream()
                        .mapToInt(each -> each.get(index).length())
                        .max()
                        .orElse(0);
                var format = column >= 2 && column <= 6 ? "%" + width + "s  " : "%-" + Math.max(1, width) + "s  ";
                line.append(String.format(Locale.ROOT, format, row.get(column)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static List<String> row(Result result) {
        return List.of(
                result.measure(),
                result.variant(),
                Integer.toString(result.n()),
                figure(result.min()),
                figure(result.p50()),
                figure(result.p99()),
                figure(result.max()),
                result.unit(),
                figure(result.budget()) + (result.budgetP99() == null ? "" : " / " + figure(result.budgetP99())),
                verdict(result));
    }

    private static String figure(@Nullable Double value) {
        if (value == null) {
            return "";
        }
        return String.format(
                Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
    }

    private static String verdict(Result result) {
        if (result.error() != null) {
            return "FAILED: " + result.error();
        }
        return result.held() == null ? "" : result.held() ? "held" : "MISSED";
    }
}
