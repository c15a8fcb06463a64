package io.penstock.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Output;
import io.penstock.cli.Output.Field;
import io.penstock.cli.Times;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Connection;
import io.penstock.cli.api.Named;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Deployments: looking at them and waiting for them.
@Command(
        name = "deployment",
        description = "Deployments: list, look, wait, approve, reject, cancel.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DecisionCommands.Approve.class,
            DecisionCommands.Reject.class,
            DecisionCommands.Cancel.class,
            LogsCommand.class
        },
        footer = {"", "Example:", "  penstock deployment why web@tokyo"})
public final class DeploymentCommand implements Runnable {
    static final String DEPLOYMENT = "Its id, or an application's name for the one in progress, else its newest.";

    private static final List<Field> STAGES = List.of(
            Field.of("#", "index"),
            Field.of("Stage", "name"),
            Field.of("Status", "status"),
            Field.of("Attempts", "attempts"),
            Field.moment("Started", "startedAt"),
            Field.moment("Finished", "finishedAt"),
            Field.of("Reason", "statusReason"));

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.err);
        throw new CommandFailure(Exit.USAGE, "deployment: no command (expected: one of those above)");
    }

    @Command(
            name = "list",
            description = "Lists deployments, newest first.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock deployment list --application web@tokyo --status FAILED"})
    int list(
            @Option(names = "--application", description = "Id, name, or name@cluster.") @Nullable String application,
            @Option(names = "--status", description = "Only those with this status.") @Nullable String status,
            @Option(names = "--limit", defaultValue = "20", description = "How many (default: ${DEFAULT-VALUE}).")
                    int limit,
            @Mixin Output output) {
        var query = new StringBuilder();
        filter(query, "application", application);
        filter(query, "status", status);
        var found = Connection.open().some("/deployments", query.toString(), limit);
        output.print(found, found.path("items"), DeploymentWait.FIELDS);
        return Exit.DONE.code();
    }

    @Command(
            name = "get",
            description = "Shows one deployment.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock deployment get web@tokyo -o json"})
    int get(@Parameters(paramLabel = "DEPLOYMENT", description = DEPLOYMENT) String given, @Mixin Output output) {
        var api = Connection.open();
        var found = api.get(path(api, given));
        output.print(found, DeploymentWait.ONE);
        if (output.isTable()) {
            System.out.println();
            output.print(found, found.path("stages"), STAGES);
        }
        return Exit.DONE.code();
    }

    @Command(
            name = "stages",
            description = "Lists a deployment's stages.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock deployment stages web@tokyo"})
    int stages(@Parameters(paramLabel = "DEPLOYMENT", description = DEPLOYMENT) String given, @Mixin Output output) {
        var api = Connection.open();
        var found = api.get(path(api, given) + "/stages");
        output.print(found, found.path("items"), STAGES);
        return Exit.DONE.code();
    }

    @Command(
            name = "changes",
            description = "Shows object by object what a deployment sends out against what ran before; values of"
                    + " Secrets are never shown.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock deployment changes web@tokyo"})
    int changes(@Parameters(paramLabel = "DEPLOYMENT", description = DEPLOYMENT) String given, @Mixin Output output) {
        var api = Connection.open();
        var found = api.get(path(api, given) + "/changes");
        output.print(found, ChangeText.of(found));
        return Exit.DONE.code();
    }

    @Command(
            name = "wait",
            description = "Waits until a deployment has ended; 1 when it failed, 6 when the time is over.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock deployment wait web@tokyo --timeout 10m"})
    int wait(
            @Parameters(
                            paramLabel = "DEPLOYMENT",
                            description = "Its id, or an application's name for its newest, begun or not.")
                    String given,
            @Option(
                            names = "--timeout",
                            defaultValue = "6h",
                            description = "Such as 90s, 10m, 2h (default: ${DEFAULT-VALUE}).")
                    String timeout,
            @Mixin Output output) {
        var limit = Times.duration("--timeout", timeout);
        var api = Connection.open();
        return new DeploymentWait(api, output).until(Named.newestDeployment(api, given), limit);
    }

    @Command(
            name = "why",
            description = "Says what a deployment waits for, since when, and what unblocks it.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock deployment why web@tokyo"})
    int why(@Parameters(paramLabel = "DEPLOYMENT", description = DEPLOYMENT) String given, @Mixin Output output) {
        var api = Connection.open();
        var application = Named.isId(given) ? MissingNode.getInstance() : Named.application(api, given);
        var held = text(application, given);
        var deployment = Named.isId(given) ? Optional.of(given) : Named.current(api, application);
        if (deployment.isEmpty() && output.isTable() && !held.isEmpty()) {
            System.out.print(held);
            return Exit.DONE.code();
        }
        var id = deployment.orElseThrow(() -> Named.noneOf(given));
        var found = api.get("/deployments/" + Api.part(id) + "/why");
        output.print(found, text(found) + held);
        return Exit.DONE.code();
    }

    private static String text(JsonNode why) {
        var text = new StringBuilder(why.path("status").asText())
                .append(": ")
                .append(why.path("sentence").asText())
                .append('\n');
        for (var wait : why.path("waiting")) {
            text.append("  since ").append(Times.moment(wait.path("since").asText()));
            text.append(": ").append(wait.path("cause").asText()).append('\n');
            text.append("  to unblock: ").append(wait.path("unblock").asText()).append('\n');
        }
        return text.toString();
    }

    /// What holds the application's next deployment, before there is one.
    private static String text(JsonNode application, String given) {
        var text = new StringBuilder();
        if (application.path("state").asText().equals("INVALID_CONFIG")) {
            text.append("The newest configuration of ").append(given).append(" is invalid, so it is not deployed:\n");
            for (var fault : application.path("faults")) {
                text.append("  line ").append(fault.path("line").asText()).append(": ");
                text.append(fault.path("message").asText()).append('\n');
            }
        }
        if (application.path("waiting").hasNonNull("cause")) {
            text.append("What comes next for ").append(given).append(" waits: ");
            text.append(application.at("/waiting/cause").asText()).append("; to unblock: ");
            text.append(application.at("/waiting/unblock").asText()).append('\n');
        }
        return text.toString();
    }

    private static void filter(StringBuilder path, String name, @Nullable String value) {
        if (value != null) {
            path.append('&').append(name).append('=').append(Api.part(value));
        }
    }

    static String path(Api api, String given) {
        return "/deployments/" + Api.part(Named.deployment(api, given));
    }
}
