package io.penstock.cli.check;

import io.penstock.cli.Exit;
import io.penstock.cli.Variables;
import io.penstock.local.Checkout;
import io.penstock.local.LineProgress;
import io.penstock.local.LocalStack;
import io.penstock.local.tool.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Runs the project's own checks and tests, with the real programs they need.
@Command(
        name = "test",
        description = "Runs the checks and tests of this checkout, all of them unless groups are named.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  penstock test unit checks"})
public final class TestCommand implements Callable<Integer> {
    /// What can be asked for.
    enum Group {
        CHECKS,
        UNIT,
        SYSTEM,
        UI
    }

    @Parameters(arity = "0..*", paramLabel = "GROUP", description = "checks, unit, system, ui; all when none is named.")
    private @Nullable List<Group> asked;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var groups = asked == null || asked.isEmpty() ? EnumSet.allOf(Group.class) : EnumSet.copyOf(asked);
        var checkout = Checkout.find();
        if (groups.contains(Group.SYSTEM) || groups.contains(Group.UNIT)) {
            tools(checkout);
        }
        var reports = new Reports(checkout.root());
        var expected = reports.expected(groups);
        reports.forget();
        var ended = run(checkout.root(), words(groups));
        var counts = Counts.of(reports, expected).afterBuild(ended);
        counts.failures().forEach(System.out::println);
        System.out.println(counts.line());
        return counts.failed() == 0 ? Exit.DONE.code() : Exit.NO.code();
    }

    /// The programs that tests start are found or built before the clock of the tests runs.
    private static void tools(Checkout checkout) {
        var home = Variables.home().prepare();
        try (var progress = LineProgress.onStandardError()) {
            LocalStack.open(home, checkout).tools().provide(List.of(Tool.values()), progress);
        }
    }

    /// The console is built in any case: the control plane's program contains it.
    private static List<String> words(Set<Group> groups) {
        var words = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-Dstyle.color=never"));
        if (!groups.contains(Group.CHECKS)) {
            words.add("-Dquick");
        }
        for (var group : EnumSet.of(Group.UNIT, Group.SYSTEM, Group.UI)) {
            if (!groups.contains(group)) {
                words.add("-Dskip." + group.name().toLowerCase(Locale.ROOT));
            }
        }
        // Everything is tried, so that one failure does not hide the next.
        words.addAll(List.of("--fail-at-end", "-Dmaven.test.failure.ignore=true", "verify"));
        return words;
    }

    private static int run(Path root, List<String> words) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(words).directory(root.toFile()).inheritIO();
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return builder.start().waitFor();
    }
}
