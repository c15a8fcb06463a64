package io.penstock.cli.completion;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Completion for fish: one line for each command and each option.
final class FishCompletion {
    private final StringBuilder script = new StringBuilder("complete -c penstock -f\n");

    private FishCompletion() {}

    static String of(CommandSpec root) {
        var completion = new FishCompletion();
        completion.command(root, List.of());
        return completion.script.toString();
    }

    /// @param path the words that lead to the command
    private void command(CommandSpec command, List<String> path) {
        var below = command.subcommands();
        for (var entry : below.entrySet()) {
            var spec = entry.getValue().getCommandSpec();
            if (!spec.usageMessage().hidden()) {
                line(condition(path, below.keySet().stream().toList()), "-a " + entry.getKey(), description(spec));
            }
        }
        for (var option : command.options()) {
            if (!option.hidden()) {
                line(condition(path, List.of()), names(option), description(option));
            }
        }
        for (var entry : below.entrySet()) {
            var deeper = new ArrayList<>(path);
            deeper.add(entry.getKey());
            command(entry.getValue().getCommandSpec(), deeper);
        }
    }

    private void line(String condition, String what, String description) {
        script.append("complete -c penstock");
        if (!condition.isEmpty()) {
            script.append(" -n '").append(condition).append('\'');
        }
        script.append(' ')
                .append(what)
                .append(" -d '")
                .append(quoted(description))
                .append("'\n");
    }

    /// Behind all words of the path, and before any of the words that may follow.
    private static String condition(List<String> path, List<String> following) {
        var parts = new ArrayList<String>();
        path.forEach(word -> parts.add("__fish_seen_subcommand_from " + word));
        if (path.isEmpty() && !following.isEmpty()) {
            parts.add("__fish_use_subcommand");
        } else if (!following.isEmpty()) {
            parts.add("not __fish_seen_subcommand_from " + String.join(" ", following));
        }
        return String.join("; and ", parts);
    }

    private static String names(OptionSpec option) {
        var words = new ArrayList<String>();
        for (var name : option.names()) {
            words.add(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            words.add("-r");
        }
        var values = option.completionCandidates();
        if (values != null) {
            words.add("-a '" + quoted(String.join(" ", values)) + "'");
        }
        return String.join(" ", words);
    }

    private static String description(CommandSpec spec) {
        var lines = spec.usageMessage().description();
        return lines.length == 0 ? "" : sentence(lines[0]);
    }

    private static String description(OptionSpec option) {
        var lines = option.description();
        return lines.length == 0 ? "" : sentence(lines[0]);
    }

    private static String sentence(String text) {
        var end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }
}
