package io.penstock.cli.api;

import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Variables;
import io.penstock.cli.api.Api.Credential;
import io.penstock.cli.context.Contexts;
import io.penstock.local.Checkout;
import io.penstock.local.LocalStack;
import io.penstock.local.PrivateFiles;
import io.penstock.local.java.ControlPlaneFiles;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;

/// Which control plane a command speaks to, and as whom: the environment says, else the
/// context in use, else the local stack.
public final class Connection {
    private Connection() {}

    public static Api open() {
        var url = Variables.get("PENSTOCK_URL");
        var key = Variables.get("PENSTOCK_API_KEY");
        if (url != null) {
            if (key == null) {
                throw new CommandFailure(
                        Exit.NOT_ALLOWED, "PENSTOCK_URL is set but PENSTOCK_API_KEY is not (expected: both)");
            }
            return new Api(address("PENSTOCK_URL", url), new Credential.Key(key));
        }
        if (key != null) {
            throw new CommandFailure(
                    Exit.NOT_ALLOWED, "PENSTOCK_API_KEY is set but PENSTOCK_URL is not (expected: both)");
        }
        var elsewhere = Contexts.read().api();
        if (elsewhere != null) {
            return elsewhere;
        }
        var stack = LocalStack.open(Variables.home(), Checkout.find());
        if (!stack.exists()) {
            throw new CommandFailure(
                    Exit.NOT_REACHABLE,
                    "there is no control plane here. Start one with `penstock up`, sign in to one with `penstock login`,"
                            + " or set PENSTOCK_URL and PENSTOCK_API_KEY.");
        }
        return local(stack);
    }

    /// The address of a control plane. Passwords and keys go there over TLS, or do not leave the machine.
    ///
    /// @param name what the person calls it
    public static URI address(String name, String text) {
        try {
            var address = new URI(text);
            var host = address.getHost();
            if (host != null
                    && ("https".equals(address.getScheme())
                            || ("http".equals(address.getScheme()) && loopback(host)))) {
                return address;
            }
        } catch (URISyntaxException _) {
            // Said below.
        }
        throw new CommandFailure(
                Exit.USAGE,
                name + ": " + text
                        + " (expected: https://HOST, or http:// on this machine; anybody on the way could read"
                        + " what lets you in)");
    }

    private static boolean loopback(String host) {
        try {
            return host.equals("localhost")
                    || InetAddress.ofLiteral(host.replaceAll("^\\[|]$", "")).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// The local stack's control plane, as its administrator.
    public static Api local(LocalStack stack) {
        var files = stack.controlPlaneFiles();
        var address = URI.create(files.url());
        var kept = stack.home().keys().resolve("cli-session");
        var cookie = PrivateFiles.read(kept);
        if (cookie != null) {
            var api = new Api(address, new Credential.Session(cookie.strip()));
            try {
                api.get("/session");
                return api;
            } catch (CommandFailure e) {
                if (e.exit() != Exit.NOT_ALLOWED) {
                    throw e;
                }
            }
        }
        var session = new Api(address, new Credential.None()).signIn(ControlPlaneFiles.USER, files.password());
        PrivateFiles.write(kept, session + "\n");
        return new Api(address, new Credential.Session(session));
    }
}
