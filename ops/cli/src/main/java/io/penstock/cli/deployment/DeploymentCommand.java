package io.penstock.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Output;
import io.penstock.cli.Output.Field;
import io.penstock.cli.Times;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Connection;
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

/// Deployments: looking at them, waiting for them, deciding on them.
@Command(
        name = "deployment",
        description = "Deployments: list, look, wait, approve, reject, cancel.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  penstock deployment why 0193…"})
public final class DeploymentCommand implements Runnable {
    private static final List<Field> STAGES = List.of(
            Field.of("#", "index"),
            Field.of("Stage", "name"),
            Field.of("Status", "status"),
            Field.of("Started", "startedAt"),
            Field.of("Finished", "finishedAt"),
            Field.of("Reason", "statusReason"));

    private static final List<Field> WHY =
            List.of(Field.of("Status", "status"), Field.of("Answer", "sentence"), Field.of("Waiting", "waiting"));

    private static final List<Field> COMMAND = List.of(Field.of("Decision", "decision"), Field.of("Id", "id"));

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.err);
        throw new CommandFailure(Exit.USAGE, "deployment: no command (expected: one of those above)");
    }

    @Command(name = "list", description = "Lists deployments, newest first.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--application", description = "Id, name, or name@cluster.") @Nullable String application,
            @Option(names = "--status", description = "Only those with this status.") @Nullable String status,
            @Option(names = "--limit", defaultValue = "20", description = "How many (default: ${DEFAULT-VALUE}).")
                    int limit,
            @Mixin Output output) {
        var path = new StringBuilder("/deployments?limit=" + limit);
        if (application != null) {
            path.append("&application=").append(Api.part(application));
        }
        if (status != null) {
            path.append("&status=").append(Api.part(status));
        }
        var found = Connection.open().get(path.toString());
        output.print(found, found.path("items"), DeploymentWait.FIELDS);
        return Exit.DONE.code();
    }

    @Command(name = "get", description = "Shows one deployment.", mixinStandardHelpOptions = true)
    int get(@Parameters(paramLabel = "DEPLOYMENT", description = "Its id.") String id, @Mixin Output output) {
        output.print(Connection.open().get(path(id)), DeploymentWait.FIELDS);
        return Exit.DONE.code();
    }

    @Command(name = "stages", description = "Lists a deployment's stages.", mixinStandardHelpOptions = true)
    int stages(@Parameters(paramLabel = "DEPLOYMENT", description = "Its id.") String id, @Mixin Output output) {
        var found = Connection.open().get(path(id) + "/stages");
        output.print(found, found.path("items"), STAGES);
        return Exit.DONE.code();
    }

    @Command(name = "logs", description = "Prints a deployment's log.", mixinStandardHelpOptions = true)
    int logs(
            @Parameters(paramLabel = "DEPLOYMENT", description = "Its id.") String id,
            @Option(names = "--stage", description = "Only this stage, by id, name or index.") @Nullable String stage) {
        var query = stage == null ? "" : "?stage=" + Api.part(stage);
        System.out.print(Connection.open().text(path(id) + "/logs/download" + query));
        return Exit.DONE.code();
    }

    @Command(
            name = "wait",
            description = "Waits until a deployment has ended; 1 when it failed, 6 when the time is over.",
            mixinStandardHelpOptions = true)
    int wait(
            @Parameters(paramLabel = "DEPLOYMENT", description = "Its id.") String id,
            @Option(
                            names = "--timeout",
                            defaultValue = "6h",
                            description = "Such as 90s, 10m, 2h (default: ${DEFAULT-VALUE}).")
                    String timeout,
            @Mixin Output output) {
        return new DeploymentWait(Connection.open(), output).until(id, Times.duration("--timeout", timeout));
    }

    @Command(name = "approve", description = "Approves the stage that waits.", mixinStandardHelpOptions = true)
    int approve(
            @Parameters(paramLabel = "DEPLOYMENT", description = "Its id.") String id,
            @Option(names = "--stage", description = "Which one (default: the one that waits).") @Nullable String stage,
            @Mixin Output output) {
        var api = Connection.open();
        output.print(api.post(path(id) + "/approve", Map.of("stage", waiting(api, id, stage))), COMMAND);
        System.err.println("Approved.");
        return Exit.DONE.code();
    }

    @Command(
            name = "reject",
            description = "Rejects the stage that waits; the deployment rolls back.",
            mixinStandardHelpOptions = true)
    int reject(
            @Parameters(paramLabel = "DEPLOYMENT", description = "Its id.") String id,
            @Option(names = "--stage", description = "Which one (default: the one that waits).") @Nullable String stage,
            @Option(names = "--reason", required = true, description = "Why, for whoever made the change.")
                    String reason,
            @Mixin Output output) {
        var api = Connection.open();
        var body = Map.of("stage", waiting(api, id, stage), "reason", reason);
        output.print(api.post(path(id) + "/reject", body), COMMAND);
        System.err.println("Rejected.");
        return Exit.DONE.code();
    }

    @Command(name = "cancel", description = "Stops a deployment.", mixinStandardHelpOptions = true)
    int cancel(
            @Parameters(paramLabel = "DEPLOYMENT", description = "Its id.") String id,
            @Option(
                            names = "--rollback",
                            negatable = true,
                            description =
                                    "Bring back what ran before, or leave the cluster as it is (default: as its configuration says).")
                    @Nullable
                    Boolean rollback,
            @Mixin Output output) {
        var body = new LinkedHashMap<String, Object>();
        if (rollback != null) {
            body.put("rollback", rollback);
        }
        output.print(Connection.open().post(path(id) + "/cancel", body), COMMAND);
        System.err.println("Cancelling.");
        return Exit.DONE.code();
    }

    @Command(
            name = "why",
            description = "Says what a deployment waits for, since when, and what unblocks it.",
            mixinStandardHelpOptions = true)
    int why(@Parameters(paramLabel = "DEPLOYMENT", description = "Its id.") String id, @Mixin Output output) {
        output.print(Connection.open().get(path(id) + "/why"), WHY);
        return Exit.DONE.code();
    }

    static String waiting(Api api, String id, @Nullable String stage) {
        if (stage != null) {
            return stage;
        }
        for (JsonNode each : api.get(path(id)).path("stages")) {
            if (each.path("status").asText().equals("WAITING")
                    && each.path("name").asText().equals("WAIT_APPROVAL")) {
                return each.path("id").asText();
            }
        }
        throw new CommandFailure(
                Exit.NO, "no stage of " + id + " waits for an approval. Why? penstock deployment why " + id);
    }

    static String path(String id) {
        return "/deployments/" + Api.part(id);
    }
}
