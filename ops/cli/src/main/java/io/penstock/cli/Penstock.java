package io.penstock.cli;

import io.penstock.cli.application.ApplicationCommand;
import io.penstock.cli.chain.ChainCommand;
import io.penstock.cli.check.BenchCommand;
import io.penstock.cli.check.TestCommand;
import io.penstock.cli.check.ValidateCommand;
import io.penstock.cli.completion.CompletionCommand;
import io.penstock.cli.context.ContextCommand;
import io.penstock.cli.context.LoginCommand;
import io.penstock.cli.context.LogoutCommand;
import io.penstock.cli.deployment.ApprovalCommand;
import io.penstock.cli.deployment.DeploymentCommand;
import io.penstock.cli.people.ApiKeyCommand;
import io.penstock.cli.people.UserCommand;
import io.penstock.cli.piped.PipedCommand;
import io.penstock.cli.schema.SchemaCommand;
import io.penstock.cli.up.DownCommand;
import io.penstock.cli.up.EnvCommand;
import io.penstock.cli.up.LogsCommand;
import io.penstock.cli.up.StatusCommand;
import io.penstock.cli.up.UpCommand;
import io.penstock.local.LocalStackException;
import io.penstock.local.process.Unfinished;
import io.penstock.workflows.config.CloseMatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The `penstock` command.
@Command(
        name = "penstock",
        description = "Delivers what Git says to every cluster.",
        mixinStandardHelpOptions = true,
        version = "penstock 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Begin with: penstock up"},
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            EnvCommand.class,
            TestCommand.class,
            BenchCommand.class,
            ValidateCommand.class,
            SchemaCommand.class,
            ApplicationCommand.class,
            DeploymentCommand.class,
            ApprovalCommand.class,
            ChainCommand.class,
            PipedCommand.class,
            ApiKeyCommand.class,
            UserCommand.class,
            LoginCommand.class,
            LogoutCommand.class,
            ContextCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
public final class Penstock implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var line = new CommandLine(new Penstock())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((failure, _, _) -> report(failure));
        var usual = line.getParameterExceptionHandler();
        line.setParameterExceptionHandler((failure, arguments) ->
                failure instanceof UnmatchedArgumentException unmatched && isUnknownCommand(unmatched)
                        ? unknownCommand(unmatched)
                        : usual.handleParseException(failure, arguments));
        if (Variables.get("NO_COLOR") != null) {
            line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        }
        return line;
    }

    private static boolean isUnknownCommand(UnmatchedArgumentException failure) {
        return !failure.isUnknownOption()
                && !failure.getCommandLine().getSubcommands().isEmpty();
    }

    private static int unknownCommand(UnmatchedArgumentException failure) {
        var line = failure.getCommandLine();
        var wrong = failure.getUnmatched().getFirst();
        var called = line.getCommandSpec().qualifiedName();
        var close = CloseMatch.of(wrong, line.getSubcommands().keySet());
        System.err.println("penstock: " + wrong + ": no such command (expected: "
                + (close.isEmpty()
                        ? "one of those that `" + called + " --help` lists)"
                        : "did you mean `" + called + " " + close.getFirst() + "`?)"));
        return Exit.USAGE.code();
    }

    private static int report(Exception failure) {
        if (Unfinished.isInterrupted()) {
            return Exit.NO.code();
        }
        return switch (failure) {
            case CommandFailure it -> {
                System.err.println("penstock: " + it.getMessage());
                yield it.exit().code();
            }
            case LocalStackException it -> {
                System.err.println("penstock: " + it.getMessage());
                yield Exit.NO.code();
            }
            default -> {
                System.err.println(
                        "penstock: " + failure + " (this is a defect; please report it with the lines below)");
                failure.printStackTrace(System.err);
                yield Exit.NO.code();
            }
        };
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.err);
        throw new CommandFailure(Exit.USAGE, "no command (expected: one of those above)");
    }
}
