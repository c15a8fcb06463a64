package io.penstock.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.CommandFailure;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Connection;
import io.penstock.local.Checkout;
import io.penstock.local.Home;
import io.penstock.local.LocalStack;
import io.penstock.local.PrivateFiles;
import io.penstock.local.process.Command;
import io.penstock.local.tool.Tool;
import io.penstock.workflows.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One installation in a home of its own, made and driven by the command line as a user does it.
final class Installation implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path root;
    private final LocalStack stack;

    Installation() {
        try {
            root = Files.createTempDirectory("penstock system test ");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        var shared = Home.fromEnvironment().prepare();
        try {
            Files.createSymbolicLink(root.resolve("cache"), shared.cache());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        stack = LocalStack.open(new Home(root), Checkout.find());
    }

    LocalStack stack() {
        return stack;
    }

    /// Runs the command line and gives what it printed to either stream; fails when it ends with another code.
    String penstock(int expected, String... words) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dpenstock.checkout=" + Checkout.find().root(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.penstock.cli.Penstock"));
        command.addAll(List.of(words));
        var outcome = Command.of(command)
                .with(Map.of("PENSTOCK_HOME", root.toString()))
                .within(Duration.ofMinutes(5))
                .run();
        if (outcome.exitCode() != expected) {
            throw new AssertionError("penstock " + String.join(" ", words) + " ended with " + outcome.exitCode()
                    + " (expected: " + expected + ")\n" + outcome.output() + "\n" + logs());
        }
        return outcome.output();
    }

    Api api() {
        return Connection.local(stack);
    }

    /// Runs kubectl against a cluster and reads its JSON.
    JsonNode objects(String cluster, String... words) {
        var program = stack.tools().find(Tool.KUBECTL).orElseThrow().toString();
        var command = new ArrayList<>(List.of(
                program,
                "--kubeconfig",
                stack.parts().cluster(cluster).kubeconfig().toString(),
                "-o",
                "json"));
        command.addAll(List.of(words));
        return Json.read(Command.of(command).succeed(), JsonNode.class);
    }

    /// The newest deployment of an application at a commit, null before there is one.
    @Nullable
    JsonNode deployment(String application, String commit) {
        for (var deployment : api().get("/deployments?limit=20&application=" + Api.part(application))
                .path("items")) {
            if (deployment.at("/commit/hash").asText().equals(commit)) {
                return api().get("/deployments/" + deployment.path("id").asText());
            }
        }
        return null;
    }

    /// Waits until an application has a deployment at this commit that has ended.
    JsonNode ended(String application, String commit) {
        return await(application + " at " + commit + " ends", () -> {
            var found = deployment(application, commit);
            return found != null && found.hasNonNull("finishedAt") ? found : null;
        });
    }

    /// Waits until a deployment at this commit waits for an approval.
    JsonNode waiting(String application, String commit) {
        return await(application + " at " + commit + " waits for an approval", () -> {
            var found = deployment(application, commit);
            if (found != null && found.hasNonNull("finishedAt")) {
                throw new AssertionError(application + " ended instead of waiting: " + found);
            }
            return found != null && "WAITING".equals(stage(found, "WAIT_APPROVAL")) ? found : null;
        });
    }

    static String stage(JsonNode deployment, String name) {
        for (var stage : deployment.path("stages")) {
            if (stage.path("name").asText().equals(name)) {
                return stage.path("status").asText();
            }
        }
        return "";
    }

    /// Asks again and again, also while the control plane is away, until there is an answer.
    <T> T await(String what, Supplier<@Nullable T> question) {
        var until = Instant.now().plus(PATIENCE);
        var trouble = "";
        while (Instant.now().isBefore(until)) {
            try {
                var answer = question.get();
                if (answer != null) {
                    return answer;
                }
            } catch (CommandFailure e) {
                trouble = e.getMessage();
            }
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError("not in " + PATIENCE.toSeconds() + " s: " + what + " " + trouble + "\n" + logs());
    }

    /// The last lines of every log, for whoever reads why a test failed.
    private String logs() {
        var text = new StringBuilder();
        try (var files = Files.list(root.resolve("logs"))) {
            for (var file : files.sorted().toList()) {
                var lines = Files.readString(file).lines().toList();
                text.append("--- ").append(file.getFileName()).append('\n');
                lines.subList(Math.max(0, lines.size() - 30), lines.size())
                        .forEach(line -> text.append(line).append('\n'));
            }
        } catch (IOException e) {
            text.append(e);
        }
        return text.toString();
    }

    @Override
    public void close() {
        penstock(0, "down", "--purge", "--yes");
        try {
            Files.deleteIfExists(root.resolve("cache"));
            PrivateFiles.deleteTree(root);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
