package io.penstock.cli.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.cli.Exit;
import io.penstock.workflows.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Prints the JSON Schema of the application's file.
@Command(
        name = "schema",
        description = "Prints the JSON Schema of the application's file, for editors.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  penstock schema > app.pipecd.schema.json"})
public final class SchemaCommand implements Callable<Integer> {
    @Override
    public Integer call() throws JsonProcessingException {
        System.out.println(Json.wire().writerWithDefaultPrettyPrinter().writeValueAsString(ApplicationSchema.create()));
        return Exit.DONE.code();
    }
}
