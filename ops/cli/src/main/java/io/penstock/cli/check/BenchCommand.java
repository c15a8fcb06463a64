package io.penstock.cli.check;

import io.penstock.local.Checkout;
import io.penstock.local.Home;
import io.penstock.local.LineProgress;
import io.penstock.local.LocalStack;
import io.penstock.local.tool.Tool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Times an installation of its own on this machine.
@Command(
        name = "bench",
        description = "Times Penstock on this machine, in a home of its own that is removed afterwards.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Measures: push-to-first-write, push-to-finished, stage-overhead, canary-calls,",
            "deployments-per-second, recovery, footprint.",
            "",
            "Example:",
            "  penstock bench stage-overhead --quick"
        })
public final class BenchCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "MEASURE", description = "What to time (default: everything).")
    private List<String> measures = List.of();

    @Option(names = "--quick", description = "Fewer rounds.")
    private boolean quick;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "json: nothing but the lines on stdout.")
    private String output = "table";

    @Override
    public Integer call() throws IOException, InterruptedException {
        var checkout = Checkout.find();
        try (var progress = LineProgress.onStandardError()) {
            var tools = new ArrayList<>(Tool.CLUSTER);
            tools.add(Tool.TEMPORAL);
            LocalStack.open(Home.fromEnvironment().prepare(), checkout).tools().provide(tools, progress);
        }
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
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
        var builder = new ProcessBuilder(words).inheritIO();
        if (output.equals("json")) {
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        }
        return builder.start().waitFor();
    }
}
