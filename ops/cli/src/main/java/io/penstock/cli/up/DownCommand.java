package io.penstock.cli.up;

import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Shell;
import io.penstock.cli.Terminal;
import io.penstock.cli.Variables;
import io.penstock.local.Checkout;
import io.penstock.local.Home;
import io.penstock.local.LineProgress;
import io.penstock.local.LocalStack;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Stops everything that `up` started.
@Command(
        name = "down",
        description = "Stops everything that `up` started; data stays unless --purge is given.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  penstock down --purge --yes"})
public final class DownCommand implements Callable<Integer> {
    @Option(names = "--purge", description = "Also delete databases, clusters, keys, the sample repository and logs.")
    private boolean purge;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() {
        var home = Variables.home();
        var checkout = Checkout.find();
        var stack = LocalStack.open(home, checkout);
        if (!home.exists()) {
            System.err.println("Nothing was ever started in " + home.root());
            return 0;
        }
        if (purge && !yes) {
            ask(home);
        }
        try (var progress = LineProgress.onStandardError();
                var change = stack.change(progress)) {
            if (purge) {
                change.purge();
                progress.say("Deleted data and logs in " + home.root());
            } else {
                change.stopAll();
                var launcher = Shell.quoted(checkout.root().resolve("penstock").toString());
                progress.say("Stopped; data stays in " + home.root() + ". Start again with: " + launcher + " up");
            }
        }
        return 0;
    }

    private static void ask(Home home) {
        var terminal = Terminal.find()
                .orElseThrow(() -> new CommandFailure(
                        Exit.USAGE,
                        "--purge: deletes " + home.data() + " (expected: --yes, as there is nobody to ask)"));
        var answer = terminal.readLine(
                "Delete databases, clusters, keys and the sample repository in %s? [y/N] ", home.root());
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new CommandFailure(Exit.NO, "nothing was deleted");
        }
    }
}
