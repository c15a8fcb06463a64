package io.penstock.cli.check;

import io.penstock.local.Checkout;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Times an installation of its own on this machine.
@Command(
        name = "bench",
        description = "Times Penstock on this machine, in homes of its own that are removed afterwards.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Measures:",
            "  footprint               memory and processor share of each part, idle and at a deployment a second",
            "  push-to-first-write     the branch moved -> the first API write, by webhook and by polling",
            "  push-to-finished        the branch moved -> a quick sync with ready Pods is recorded",
            "  stage-overhead          what a stage costs beyond its own work",
            "  canary-calls            API reads and writes of a four-stage canary",
            "  recovery                kill -9 of a part in a canary -> next progress after it is back",
            "  deployments-per-second  many applications changed by one commit, beside the bare engine, with",
            "                          Temporal on its development store and on PostgreSQL",
            "",
            "A JSON object a line on stdout as soon as it is known, then a table; progress on stderr. Ends with 1",
            "when something could not be timed; whether a budget is kept stands in `held`.",
            "",
            "Example:",
            "  penstock bench stage-overhead canary-calls --quick"
        })
public final class BenchCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "MEASURE", description = "What to time (default: everything).")
    private List<String> measures = List.of();

    @Option(names = "--quick", description = "Fewer rounds: minutes in place of a quarter of an hour.")
    private boolean quick;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table: the lines and then a table (default); json: the lines only.")
    private Format output = Format.TABLE;

    @Option(
            names = "--profile",
            paramLabel = "FOLDER",
            description = "Leave recordings of Java's flight recorder, of deployments-per-second, there.")
    private @Nullable Path profile;

    private enum Format {
        TABLE,
        JSON
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var process = new ProcessBuilder(words()).inheritIO().start();
        // Whoever ends this program ends the benchmark, which then removes what it made.
        var hook = new Thread(() -> end(process), "end the benchmark");
        Runtime.getRuntime().addShutdownHook(hook);
        var code = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(hook);
        return code;
    }

    private List<String> words() {
        var checkout = Checkout.find();
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Dpenstock.checkout=" + checkout.root(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                checkout.classPath("ops/benchmark").stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)),
                "io.penstock.benchmark.Bench"));
        words.addAll(measures);
        if (quick) {
            words.add("--quick");
        }
        if (output == Format.JSON) {
            words.add("--json");
        }
        if (profile != null) {
            words.addAll(List.of("--profile", profile.toString()));
        }
        return words;
    }

    private static void end(Process process) {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
