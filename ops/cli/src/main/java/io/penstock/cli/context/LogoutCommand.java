package io.penstock.cli.context;

import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Ends a session and forgets its context.
@Command(
        name = "logout",
        description = "Ends the session of a context and forgets it; commands speak to the local stack again.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  penstock logout penstock.example.com"})
public final class LogoutCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which context (default: the one in use).")
    private @Nullable String name;

    @Override
    public Integer call() {
        var contexts = Contexts.read();
        var meant = contexts.known(name == null ? contexts.current() : name);
        var saved = contexts.saved().get(meant);
        if (saved == null) {
            throw new CommandFailure(Exit.USAGE, "context: local (expected: one that `penstock login` made)");
        }
        contexts.without(meant).write();
        if (saved.session() != null) {
            try {
                saved.api().delete("/session");
            } catch (CommandFailure e) {
                System.err.println("The session could not be ended there: " + e.getMessage());
            }
        }
        System.err.println("Forgot " + meant + ".");
        return Exit.DONE.code();
    }
}
