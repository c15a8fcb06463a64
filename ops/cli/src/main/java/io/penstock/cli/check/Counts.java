package io.penstock.cli.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// How many tests passed, failed and were skipped, read from the reports that they left.
record Counts(int passed, int failed, int skipped, List<String> failedSuites) {
    private static final Pattern SUITE = Pattern.compile("<testsuite\\s([^>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\b(name|tests|errors|failures|skipped)=\"([^\"]*)\"");
    private static final int DEPTH = 5;

    /// Counts the reports below a checkout that are newer than `begun`.
    static Counts of(Path root, long begun) throws IOException {
        var total = new Counts(0, 0, 0, new ArrayList<>());
        try (var files = Files.walk(root, DEPTH)) {
            var reports = files.filter(file -> file.toString().contains("/target/surefire-reports/")
                            && file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .toList();
            for (var report : reports) {
                if (Files.getLastModifiedTime(report).toMillis() >= begun) {
                    total = total.plus(Files.readString(report));
                }
            }
        }
        return total;
    }

    private Counts plus(String report) {
        var suites = new ArrayList<>(failedSuites);
        var sums = new int[3];
        var suite = SUITE.matcher(report);
        while (suite.find()) {
            var name = "";
            var tests = 0;
            var bad = 0;
            var left = 0;
            var attribute = ATTRIBUTE.matcher(suite.group(1));
            while (attribute.find()) {
                switch (attribute.group(1)) {
                    case "name" -> name = attribute.group(2);
                    case "tests" -> tests = Integer.parseInt(attribute.group(2));
                    case "skipped" -> left = Integer.parseInt(attribute.group(2));
                    default -> bad += Integer.parseInt(attribute.group(2));
                }
            }
            sums[0] += tests - bad - left;
            sums[1] += bad;
            sums[2] += left;
            if (bad > 0) {
                suites.add(name + ": " + bad + " failed");
            }
        }
        return new Counts(passed + sums[0], failed + sums[1], skipped + sums[2], suites);
    }

    String failures() {
        return String.join("\n", failedSuites);
    }

    String line() {
        return passed + " passed, " + failed + " failed, " + skipped + " skipped";
    }
}
