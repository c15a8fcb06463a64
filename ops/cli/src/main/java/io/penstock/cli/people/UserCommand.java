package io.penstock.cli.people;

import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Output;
import io.penstock.cli.Output.Field;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Connection;
import io.penstock.cli.api.Named;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// People who may sign in.
@Command(
        name = "user",
        description = "People who may sign in: add, list, disable.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  penstock user add --name ada --email ada@example.com --role EDITOR"})
public final class UserCommand implements Runnable {
    private static final List<Field> FIELDS = List.of(
            Field.of("Name", "name"),
            Field.of("Email", "email"),
            Field.of("Role", "role"),
            Field.of("Password", "password"),
            Field.moment("Disabled", "disabledAt"),
            Field.of("Id", "id"));

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.err);
        throw new CommandFailure(Exit.USAGE, "user: no command (expected: one of those above)");
    }

    @Command(
            name = "list",
            description = "Lists people.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock user list -o json"})
    int list(@Mixin Output output) {
        var found = Connection.open().get("/people");
        output.print(found, found.path("items"), FIELDS);
        return Exit.DONE.code();
    }

    @Command(
            name = "add",
            description = "Adds a person and prints a password, once.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock user add --name ada --email ada@example.com --role EDITOR"})
    int add(
            @Option(names = "--name", required = true, description = "To sign in with.") String name,
            @Option(names = "--email", description = "As it stands in commits.") @Nullable String email,
            @Option(
                            names = "--role",
                            defaultValue = "VIEWER",
                            description = "ADMIN, EDITOR or VIEWER (default: ${DEFAULT-VALUE}).")
                    String role,
            @Mixin Output output) {
        var body = new LinkedHashMap<String, String>();
        body.put("name", name);
        body.put("role", role);
        if (email != null) {
            body.put("email", email);
        }
        output.print(Connection.open().post("/people", body), FIELDS);
        System.err.println("The password is not shown again.");
        return Exit.DONE.code();
    }

    @Command(
            name = "disable",
            description = "Signs a person out and lets them in no more.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock user disable ada"})
    int disable(@Parameters(paramLabel = "USER", description = "Name or id.") String user, @Mixin Output output) {
        var api = Connection.open();
        var id = Named.id(api.get("/people").path("items"), "user", user);
        output.print(api.post("/people/" + Api.part(id) + "/disable", Map.of()), FIELDS);
        return Exit.DONE.code();
    }
}
