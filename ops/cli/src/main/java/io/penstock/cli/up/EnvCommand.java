package io.penstock.cli.up;

import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Shell;
import io.penstock.cli.Variables;
import io.penstock.local.Checkout;
import io.penstock.local.LocalStack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Prints what programs need to reach the local stack.
@Command(
        name = "env",
        description = "Prints KEY=value lines for a shell: addresses, keys, kubeconfigs.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  set -a; eval \"$(penstock env)\"; set +a"})
public final class EnvCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        var stack = LocalStack.open(Variables.home(), Checkout.find());
        if (!stack.exists()) {
            throw new CommandFailure(Exit.NOT_FOUND, "nothing was started here (expected: `penstock up` before)");
        }
        stack.environment().forEach((name, value) -> System.out.println(name + "=" + Shell.quoted(value)));
        return 0;
    }
}
