package io.penstock.cli.context;

import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Terminal;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Api.Credential;
import io.penstock.cli.api.Connection;
import io.penstock.cli.context.Contexts.Saved;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Signs in to a control plane and keeps the session as a context.
@Command(
        name = "login",
        description = "Signs in to a control plane, and lets later commands speak to it. The password or key is asked"
                + " for, or read from standard input; it is never an argument.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  penstock login https://penstock.example.com --user ada",
            "  penstock login https://penstock.example.com --api-key --name ci < key.txt"
        })
public final class LoginCommand implements Callable<Integer> {
    @Parameters(paramLabel = "URL", description = "Where the control plane is.")
    private String url = "";

    @Option(names = "--user", paramLabel = "NAME", description = "Who signs in.")
    private @Nullable String user;

    @Option(names = "--api-key", description = "Use an API key in place of a person's name and password.")
    private boolean byKey;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What the context is called (default: the host's name).")
    private @Nullable String name;

    @Override
    public Integer call() {
        var address = Connection.address("URL", url);
        var called = name == null ? address.getHost() : name;
        if (called.equals(Contexts.LOCAL)) {
            throw new CommandFailure(Exit.USAGE, "--name: local (expected: another; it is the local stack's)");
        }
        var saved = byKey ? byKey(address) : byPassword(address);
        Contexts.read().with(called, saved).write();
        System.err.println("Signed in to " + address + "; commands speak to it now (context " + called + ").");
        return Exit.DONE.code();
    }

    private static Saved byKey(URI address) {
        var saved = new Saved(address, null, null, secret("API key: "));
        saved.api().get("/session");
        return saved;
    }

    private Saved byPassword(URI address) {
        var person = user;
        if (person == null) {
            throw new CommandFailure(Exit.USAGE, "--user: missing (expected: who signs in, or --api-key)");
        }
        var cookie = new Api(address, new Credential.None()).signIn(person, secret("Password of " + person + ": "));
        return new Saved(address, person, cookie, null);
    }

    /// From the terminal without showing it, else the first line of standard input.
    private static String secret(String question) {
        var terminal = Terminal.find();
        if (terminal.isPresent()) {
            var typed = terminal.get().readPassword("%s", question);
            return typed == null ? "" : new String(typed);
        }
        try {
            var line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null || line.isBlank()) {
                throw new CommandFailure(
                        Exit.USAGE, "standard input: empty (expected: the password or key as its first line)");
            }
            return line.strip();
        } catch (IOException e) {
            throw new CommandFailure(Exit.USAGE, "standard input cannot be read: " + e.getMessage());
        }
    }
}
