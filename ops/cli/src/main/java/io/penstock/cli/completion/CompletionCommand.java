package io.penstock.cli.completion;

import io.penstock.cli.Exit;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints what a shell needs to complete commands and options.
@Command(
        name = "completion",
        description = "Prints a script that lets a shell complete commands and options.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  source <(penstock completion bash)",
            "  penstock completion zsh > ~/.penstock-completion && echo 'source ~/.penstock-completion' >> ~/.zshrc",
            "  penstock completion fish > ~/.config/fish/completions/penstock.fish"
        })
public final class CompletionCommand implements Callable<Integer> {
    /// The shells that are known.
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var root = spec.root().commandLine();
        System.out.print(
                switch (shell) {
                    // The script brings zsh's own reading of bash's completions with it.
                    case BASH, ZSH -> AutoComplete.bash("penstock", root);
                    case FISH -> FishCompletion.of(root.getCommandSpec());
                });
        return Exit.DONE.code();
    }
}
