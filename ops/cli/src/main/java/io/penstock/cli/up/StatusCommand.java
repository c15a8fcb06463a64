package io.penstock.cli.up;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.Exit;
import io.penstock.cli.Output;
import io.penstock.cli.Output.Field;
import io.penstock.cli.Variables;
import io.penstock.local.Checkout;
import io.penstock.local.LocalStack;
import io.penstock.local.PartState;
import io.penstock.local.PartStatus;
import io.penstock.workflows.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says how every part of the local stack is.
@Command(
        name = "status",
        description = "Says how every part is; ends with 1 when one is dead.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  penstock status -o json"})
public final class StatusCommand implements Callable<Integer> {
    private static final List<Field> FIELDS = List.of(
            Field.of("Name", "name"),
            Field.of("Kind", "kind"),
            Field.of("State", "state"),
            Field.of("Address", "address"),
            Field.of("Pid", "pid"),
            Field.moment("Since", "since"),
            new Field("Memory", part -> memory(part.path("memoryBytes").asLong())),
            Field.of("Message", "message"));

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        var stack = LocalStack.open(Variables.home(), Checkout.find());
        var parts = stack.status();
        var value = Json.wire().<JsonNode>valueToTree(Map.of("parts", parts));
        if (parts.isEmpty()) {
            System.err.println("Nothing runs here. Start with: penstock up");
        }
        output.print(value, value.path("parts"), FIELDS);
        var dead = parts.stream().map(PartStatus::state).anyMatch(PartState.DEAD::equals);
        return dead ? Exit.NO.code() : Exit.DONE.code();
    }

    private static String memory(long bytes) {
        return bytes == 0 ? "" : bytes / 1_000_000 + " MB";
    }
}
