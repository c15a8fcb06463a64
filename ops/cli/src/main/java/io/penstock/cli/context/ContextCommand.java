package io.penstock.cli.context;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Output;
import io.penstock.cli.Output.Field;
import io.penstock.workflows.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Which control plane commands speak to.
@Command(
        name = "context",
        description = "Which control plane commands speak to: list, use. PENSTOCK_URL and PENSTOCK_API_KEY go before.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  penstock context use local"})
public final class ContextCommand implements Runnable {
    private static final List<Field> FIELDS = List.of(
            Field.of("Name", "name"), Field.of("In use", "current"), Field.of("URL", "url"), Field.of("User", "user"));

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.err);
        throw new CommandFailure(Exit.USAGE, "context: no command (expected: one of those above)");
    }

    @Command(
            name = "list",
            description = "Lists the control planes that somebody signed in to.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock context list"})
    int list(@Mixin Output output) {
        var contexts = Contexts.read();
        var items = Json.wire().createArrayNode();
        items.add(item(Contexts.LOCAL, contexts.current(), null));
        contexts.saved().forEach((name, saved) -> items.add(item(name, contexts.current(), saved)));
        var found = Json.wire().createObjectNode();
        found.set("items", items);
        found.putNull("next");
        output.print(found, items, FIELDS);
        return Exit.DONE.code();
    }

    @Command(
            name = "use",
            description = "Lets commands speak to another control plane from now on.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock context use penstock.example.com"})
    int use(
            @Parameters(paramLabel = "NAME", description = "A name that `context list` shows; local is the stack here.")
                    String name) {
        Contexts.read().using(name).write();
        System.err.println("Commands speak to " + name + " now.");
        return Exit.DONE.code();
    }

    private static JsonNode item(String name, String current, Contexts.@Nullable Saved saved) {
        return Json.wire()
                .createObjectNode()
                .put("name", name)
                .put("current", name.equals(current))
                .put("url", saved == null ? null : saved.url().toString())
                .put("user", saved == null ? null : saved.user());
    }
}
