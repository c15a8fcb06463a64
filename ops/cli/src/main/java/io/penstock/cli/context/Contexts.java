package io.penstock.cli.context;

import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Variables;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Api.Credential;
import io.penstock.local.PrivateFiles;
import io.penstock.workflows.Json;
import io.penstock.workflows.config.CloseMatch;
import java.net.URI;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The control planes that somebody signed in to, kept in a private file; `local` is the one that `up` started.
///
/// @param current name of the one that commands speak to
public record Contexts(String current, SortedMap<String, Saved> saved) {
    /// The local stack's name, which is always there.
    public static final String LOCAL = "local";

    private static final String FILE = "contexts.json";

    public Contexts {
        saved = new TreeMap<>(saved);
    }

    /// A control plane and how one is let in there.
    ///
    /// @param user who signed in, null where an API key is used
    /// @param session the cookie, null where an API key is used
    public record Saved(
            URI url,
            @Nullable String user,
            @Nullable String session,
            @Nullable String key) {
        @Override
        public String toString() {
            return "Saved " + url;
        }

        Api api() {
            if (key != null) {
                return new Api(url, new Credential.Key(key));
            }
            return new Api(url, session == null ? new Credential.None() : new Credential.Session(session));
        }
    }

    public static Contexts read() {
        var text = PrivateFiles.read(Variables.home().root().resolve(FILE));
        return text == null ? new Contexts(LOCAL, new TreeMap<>()) : Json.read(text, Contexts.class);
    }

    /// The control plane that commands speak to, null when it is the local stack's.
    public @Nullable Api api() {
        var context = saved.get(current);
        return context == null ? null : context.api();
    }

    Contexts with(String name, Saved context) {
        var more = new TreeMap<>(saved);
        more.put(name, context);
        return new Contexts(name, more);
    }

    Contexts without(String name) {
        var fewer = new TreeMap<>(saved);
        fewer.remove(name);
        return new Contexts(name.equals(current) ? LOCAL : current, fewer);
    }

    Contexts using(String name) {
        return new Contexts(known(name), saved);
    }

    /// The name, when there is such a context.
    String known(String name) {
        if (name.equals(LOCAL) || saved.containsKey(name)) {
            return name;
        }
        var names = new TreeMap<String, Object>(Map.copyOf(saved));
        names.put(LOCAL, "");
        var close = CloseMatch.of(name, names.keySet());
        throw new CommandFailure(
                Exit.NOT_FOUND,
                "context: " + name + " (expected: "
                        + (close.isEmpty()
                                ? "one of " + String.join(", ", names.keySet())
                                : "did you mean " + String.join(", ", close) + "?")
                        + ")");
    }

    void write() {
        var root = PrivateFiles.folder(Variables.home().root());
        PrivateFiles.write(root.resolve(FILE), Json.write(this) + "\n");
    }
}
