package io.penstock.cli.deployment;

import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Output;
import io.penstock.cli.Output.Field;
import io.penstock.cli.api.Connection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Approvals for who uses Temporal's own tools.
@Command(
        name = "approval",
        description = "Tokens for approving by a Temporal signal.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  penstock approval token web@tokyo"})
public final class ApprovalCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.err);
        throw new CommandFailure(Exit.USAGE, "approval: no command (expected: one of those above)");
    }

    @Command(
            name = "token",
            description = "Prints a token, good once and for a short time, for one person, stage and plan.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Example:",
                "  penstock approval token web@tokyo",
                "  temporal workflow signal --workflow-id deploy/APPLICATION --name approve --input '\"TOKEN\"'"
            })
    int token(
            @Parameters(paramLabel = "DEPLOYMENT", description = DeploymentCommand.DEPLOYMENT) String given,
            @Option(names = "--stage", description = "Which one (default: the one that waits).") @Nullable String stage,
            @Mixin Output output) {
        var api = Connection.open();
        var path = DeploymentCommand.path(api, given);
        var body = Map.of("stage", DecisionCommands.waiting(api, path, stage));
        output.print(
                api.post(path + "/approval-tokens", body),
                List.of(
                        Field.of("Token", "token"),
                        Field.moment("Expires", "expiresAt"),
                        Field.of("To signal", "command")));
        return Exit.DONE.code();
    }
}
