package io.penstock.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.workflows.config.CloseMatch;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Finds what a person means by a name where an id is wanted.
public final class Named {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final Pattern PART_OF_ID = Pattern.compile("[0-9a-fA-F]{4,}[0-9a-fA-F-]*");

    private Named() {}

    /// The id of the item that has this id, this name, or, where it has a cluster, this `name@cluster`.
    public static String id(JsonNode items, String what, String given) {
        var found = new ArrayList<String>();
        var names = new TreeSet<String>();
        for (var item : items) {
            var id = item.path("id").asText();
            var name = item.path("name").asText();
            var full = item.hasNonNull("cluster")
                    ? name + "@" + item.path("cluster").asText()
                    : name;
            if (given.equals(id)) {
                return id;
            }
            if (given.equals(name) || given.equals(full)) {
                found.add(id);
            }
            names.add(full);
            names.add(name);
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.isEmpty()) {
            var close = CloseMatch.of(given, names);
            throw new CommandFailure(
                    Exit.NOT_FOUND,
                    what + ": " + given + " (expected: "
                            + (close.isEmpty()
                                    ? "an id or a name that exists"
                                    : "did you mean " + String.join(", ", close) + "?")
                            + ")");
        }
        throw new CommandFailure(
                Exit.NO,
                what + ": " + given + " is the name of several (expected: one of the ids " + String.join(", ", found)
                        + ")");
    }

    public static boolean isId(String given) {
        return ID.matcher(given).matches();
    }

    /// The id of the application's deployment that was asked for last, begun or not, when there is any.
    public static Optional<String> newest(Api api, JsonNode application) {
        var found = api.get("/deployments?limit=1&application="
                + Api.part(application.path("id").asText()));
        return Optional.of(found.at("/items/0/id").asText()).filter(id -> !id.isEmpty());
    }

    /// The id of the application's deployment that is in progress, else of the newest.
    public static Optional<String> current(Api api, JsonNode application) {
        return application.hasNonNull("runningDeployment")
                ? Optional.of(application.at("/runningDeployment/id").asText())
                : newest(api, application);
    }

    public static CommandFailure noneOf(String application) {
        return new CommandFailure(Exit.NOT_FOUND, "deployment: none of application " + application + " yet");
    }

    /// The id of a deployment: itself, or of an application by name the one in progress, else the newest.
    public static String deployment(Api api, String given) {
        return isId(given) ? given : current(api, application(api, given)).orElseThrow(() -> noneOf(given));
    }

    /// The id of a deployment: itself, or of an application by name the newest.
    public static String newestDeployment(Api api, String given) {
        return isId(given) ? given : newest(api, application(api, given)).orElseThrow(() -> noneOf(given));
    }

    /// The application that is named where a deployment is wanted.
    public static JsonNode application(Api api, String given) {
        try {
            return api.get("/applications/" + Api.part(given));
        } catch (CommandFailure e) {
            throw e.exit() == Exit.NOT_FOUND && PART_OF_ID.matcher(given).matches()
                    ? new CommandFailure(
                            Exit.NOT_FOUND,
                            "deployment: " + given + " (expected: the whole of its id, or an application's name)")
                    : e;
        }
    }
}
