package io.penstock.cli.people;

import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Output;
import io.penstock.cli.Output.Field;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Connection;
import io.penstock.cli.api.Named;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Keys with which programs call.
@Command(
        name = "apikey",
        description = "Keys with which programs call: create, list, disable.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  penstock apikey create --name ci --role READ_WRITE"})
public final class ApiKeyCommand implements Runnable {
    private static final List<Field> FIELDS = List.of(
            Field.of("Name", "name"),
            Field.of("Role", "role"),
            Field.moment("Created", "createdAt"),
            Field.moment("Last used", "lastUsedAt"),
            Field.moment("Disabled", "disabledAt"),
            Field.of("Id", "id"));

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.err);
        throw new CommandFailure(Exit.USAGE, "apikey: no command (expected: one of those above)");
    }

    @Command(
            name = "list",
            description = "Lists keys.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock apikey list"})
    int list(@Mixin Output output) {
        var found = Connection.open().get("/apikeys");
        output.print(found, found.path("items"), FIELDS);
        return Exit.DONE.code();
    }

    @Command(
            name = "create",
            description = "Makes a key and prints it, once.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock apikey create --name ci --role READ_WRITE"})
    int create(
            @Option(names = "--name", required = true, description = "What it is for.") String name,
            @Option(
                            names = "--role",
                            defaultValue = "READ_ONLY",
                            description = "READ_ONLY or READ_WRITE (default: ${DEFAULT-VALUE}).")
                    String role,
            @Mixin Output output) {
        output.print(
                Connection.open().post("/apikeys", Map.of("name", name, "role", role)),
                List.of(Field.of("Key", "key"), Field.of("Id", "id")));
        System.err.println("The key is not shown again.");
        return Exit.DONE.code();
    }

    @Command(
            name = "disable",
            description = "Refuses a key from now on.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock apikey disable ci"})
    int disable(
            @Parameters(paramLabel = "KEY", description = "Its id, or its name.") String key, @Mixin Output output) {
        var api = Connection.open();
        var id = Named.id(api.get("/apikeys").path("items"), "key", key);
        output.print(api.post("/apikeys/" + Api.part(id) + "/disable", Map.of()), FIELDS);
        return Exit.DONE.code();
    }
}
