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
import java.net.URI;

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
            return new Api(address(url), new Credential.Key(key));
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

    private static URI address(String url) {
        try {
            var address = URI.create(url);
            if (address.getHost() != null
                    && address.getScheme() != null
                    && address.getScheme().startsWith("http")) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new CommandFailure(Exit.USAGE, "PENSTOCK_URL: " + url + " (expected: http://HOST:PORT or https://HOST)");
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
