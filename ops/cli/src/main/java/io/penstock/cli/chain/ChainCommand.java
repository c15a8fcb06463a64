package io.penstock.cli.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Output;
import io.penstock.cli.Output.Field;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Chains of deployments across clusters.
@Command(
        name = "chain",
        description = "Chains of deployments across clusters: list, look.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  penstock chain list"})
public final class ChainCommand implements Runnable {
    private static final List<Field> CHAINS = List.of(
            new Field("Chain", ChainCommand::path),
            Field.of("Status", "status"),
            Field.of("Commit", "commit"),
            Field.moment("Created", "createdAt"),
            Field.of("Reason", "statusReason"),
            Field.of("Id", "id"));

    private static final List<Field> NODES = List.of(
            Field.of("Block", "block"),
            Field.of("Application", "application"),
            Field.of("Cluster", "cluster"),
            Field.of("Status", "status"),
            Field.of("Reason", "statusReason"),
            Field.of("Waiting", "waiting"),
            Field.of("Deployment", "deployment"));

    /// Block by block, as `web@tokyo → web@osaka`.
    private static String path(JsonNode chain) {
        return StreamSupport.stream(chain.path("blocks").spliterator(), false)
                .map(block -> StreamSupport.stream(block.path("nodes").spliterator(), false)
                        .map(node -> node.path("application").asText() + "@"
                                + node.path("cluster").asText())
                        .collect(Collectors.joining(", ")))
                .collect(Collectors.joining(" → "));
    }

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.err);
        throw new CommandFailure(Exit.USAGE, "chain: no command (expected: one of those above)");
    }

    @Command(
            name = "list",
            description = "Lists chains, newest first.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock chain list"})
    int list(
            @Option(names = "--limit", defaultValue = "20", description = "How many (default: ${DEFAULT-VALUE}).")
                    int limit,
            @Mixin Output output) {
        var found = Connection.open().some("/chains", "", limit);
        output.print(found, found.path("items"), CHAINS);
        return Exit.DONE.code();
    }

    @Command(
            name = "get",
            description = "Shows one chain, a line for each node.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock chain get 0193… -o json"})
    int get(@Parameters(paramLabel = "CHAIN", description = "Its id.") String id, @Mixin Output output) {
        var chain = Connection.open().get("/chains/" + Api.part(id));
        var rows = new ArrayList<JsonNode>();
        for (var block : chain.path("blocks")) {
            for (var node : block.path("nodes")) {
                rows.add(((ObjectNode) node.deepCopy())
                        .put("block", block.path("index").asInt() + 1));
            }
        }
        output.print(chain, rows, NODES);
        return Exit.DONE.code();
    }
}
