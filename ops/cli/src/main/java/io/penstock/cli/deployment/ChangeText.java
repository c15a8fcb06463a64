package io.penstock.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// What a deployment changes, as lines with `+` and `-` for people.
final class ChangeText {
    private static final int CONTEXT = 3;
    private static final int LONGEST = 2_000;

    private final StringBuilder text = new StringBuilder();

    private ChangeText() {}

    static String of(JsonNode changes) {
        var all = new ChangeText();
        all.text.append(changes.path("summary").asText()).append('\n');
        var commit = changes.path("base").path("commit").asText("");
        if (!commit.isEmpty()) {
            all.text.append("against ").append(DeploymentWait.shortened(commit)).append('\n');
        }
        changes.path("items").forEach(all::item);
        if (changes.hasNonNull("notice") && !changes.path("items").isEmpty()) {
            all.text.append('\n').append(changes.path("notice").asText()).append('\n');
        }
        return all.text.toString();
    }

    private void item(JsonNode item) {
        var namespace = item.path("namespace").asText("");
        text.append('\n')
                .append(item.path("change").asText())
                .append(' ')
                .append(item.path("kind").asText())
                .append(' ')
                .append(namespace.isEmpty() ? "" : namespace + "/")
                .append(item.path("name").asText())
                .append('\n');
        lines(lines(item, "before"), lines(item, "after"));
    }

    private static List<String> lines(JsonNode item, String side) {
        return item.path(side).asText("").lines().toList();
    }

    /// The longest common subsequence; texts that are too long for it are shown one after the other.
    private void lines(List<String> before, List<String> after) {
        if (before.size() > LONGEST || after.size() > LONGEST) {
            before.forEach(line -> line('-', line));
            after.forEach(line -> line('+', line));
            return;
        }
        var lengths = new int[before.size() + 1][after.size() + 1];
        for (var i = before.size() - 1; i >= 0; i--) {
            for (var j = after.size() - 1; j >= 0; j--) {
                lengths[i][j] = before.get(i).equals(after.get(j))
                        ? lengths[i + 1][j + 1] + 1
                        : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
            }
        }
        var marked = new Marked(before.size() + after.size());
        for (int i = 0, j = 0; i < before.size() || j < after.size(); ) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                marked.add(' ', before.get(i++));
                j++;
            } else if (i < before.size() && (j == after.size() || lengths[i + 1][j] >= lengths[i][j + 1])) {
                marked.add('-', before.get(i++));
            } else {
                marked.add('+', after.get(j++));
            }
        }
        marked.near().forEach(line -> text.append(line).append('\n'));
    }

    private void line(char mark, String line) {
        text.append("  ").append(mark).append(' ').append(line).append('\n');
    }

    /// Lines with their marks, of which those far from a change are left out.
    private static final class Marked {
        private final StringBuilder marks = new StringBuilder();
        private final ArrayList<String> lines;

        Marked(int size) {
            lines = new ArrayList<>(size);
        }

        void add(char mark, String line) {
            marks.append(mark);
            lines.add("  " + mark + " " + line);
        }

        List<String> near() {
            var near = new ArrayList<String>();
            var left = false;
            for (var i = 0; i < lines.size(); i++) {
                var around = marks.substring(Math.max(0, i - CONTEXT), Math.min(lines.size(), i + CONTEXT + 1));
                if (around.isBlank()) {
                    left = true;
                } else {
                    if (left) {
                        near.add("    …");
                    }
                    left = false;
                    near.add(lines.get(i));
                }
            }
            return near;
        }
    }
}
