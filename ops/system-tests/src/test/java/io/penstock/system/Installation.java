package io.penstock.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.CommandFailure;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Connection;
import io.penstock.local.Checkout;
import io.penstock.local.Home;
import io.penstock.local.LineProgress;
import io.penstock.local.LocalStack;
import io.penstock.local.PrivateFiles;
import io.penstock.local.StackChange;
import io.penstock.local.cluster.KwokCluster;
import io.penstock.local.process.Command;
import io.penstock.local.process.LogTail;
import io.penstock.local.sample.SampleRepository;
import io.penstock.local.tool.Tool;
import io.penstock.workflows.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One installation in a home of its own, whose path has spaces, made and driven by the command line as a user does
/// it.
final class Installation implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long LOOK_MILLIS = 100;

    private final Path root;
    private final LocalStack stack;
    private final Processes processes;
    private final String said;
    private @Nullable Api api;

    Installation() {
        try {
            root = Files.createTempDirectory("penstock system test ");
            Files.createSymbolicLink(
                    root.resolve("cache"), Home.fromEnvironment().prepare().cache());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stack = LocalStack.open(new Home(root), Checkout.find());
        processes = new Processes(stack);
        var up = false;
        try {
            said = penstock(0, "up");
            up = true;
        } finally {
            if (!up) {
                close();
            }
        }
    }

    LocalStack stack() {
        return stack;
    }

    SampleRepository sample() {
        return stack.sample();
    }

    Processes processes() {
        return processes;
    }

    /// What the first `up` said.
    String said() {
        return said;
    }

    /// Runs the command line and gives what it printed to either stream; fails when it ends with another code.
    String penstock(int expected, String... words) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dpenstock.checkout=" + Checkout.find().root(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.penstock.cli.Penstock"));
        command.addAll(List.of(words));
        var outcome = Command.of(command)
                .with(Map.of("PENSTOCK_HOME", root.toString()))
                .within(Duration.ofMinutes(15))
                .run();
        if (outcome.exitCode() != expected) {
            throw new AssertionError("penstock " + String.join(" ", words) + " ended with " + outcome.exitCode()
                    + " (expected: " + expected + ")\n" + outcome.output() + "\n" + logs());
        }
        return outcome.output();
    }

    /// The REST API as its administrator; the session outlives the control plane.
    Api api() {
        var known = api;
        if (known == null) {
            known = Connection.local(stack);
            api = known;
        }
        return known;
    }

    /// `up`, after which the API may answer elsewhere.
    void up() {
        penstock(0, "up");
        api = null;
    }

    /// Starts or stops parts as `up` does, one by one.
    void change(Consumer<StackChange> what) {
        try (var progress = LineProgress.onStandardError();
                var change = stack.change(progress)) {
            what.accept(change);
        }
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

    /// The image that a Deployment asks for.
    String image(String cluster, String deployment) {
        return objects(cluster, "get", "deployment", deployment)
                .at("/spec/template/spec/containers/0/image")
                .asText();
    }

    /// What the API server of a cluster remembers of writes.
    AuditLog audit(String cluster) {
        if (stack.parts().cluster(cluster) instanceof KwokCluster simulated) {
            return new AuditLog(simulated.auditLog());
        }
        throw new IllegalStateException("cluster: " + cluster + " (expected: a simulated one)");
    }

    /// What `status` should say of a dead process: the last line of its log.
    String lastWords(String target) {
        var slash = target.indexOf('/');
        var line = LogTail.lastLine(stack.log(slash < 0 ? target : target.substring(0, slash)));
        return slash < 0 ? line : target.substring(slash + 1) + " does not run; its log ends: " + line;
    }

    /// The newest deployment of an application at a commit, null before there is one.
    @Nullable
    JsonNode deployment(String application, String commit) {
        for (var deployment : deployments(application)) {
            if (deployment.at("/commit/hash").asText().equals(commit)) {
                return deployment;
            }
        }
        return null;
    }

    /// The last deployments of an application, newest first.
    JsonNode deployments(String application) {
        return api().get("/deployments?limit=20&application=" + Api.part(application))
                .path("items");
    }

    /// Waits until an application has a deployment at this commit that has ended.
    JsonNode ended(String application, String commit) {
        return await(application + " at " + commit + " ends", () -> {
            var found = deployment(application, commit);
            return found != null && found.hasNonNull("finishedAt") ? found : null;
        });
    }

    /// Waits until a stage of a deployment at this commit has this status.
    JsonNode reached(String application, String commit, String stage, String status) {
        return await(application + " at " + commit + ": " + stage + " is " + status, () -> {
            var found = deployment(application, commit);
            if (found != null && status.equals(stage(found, stage))) {
                return found;
            }
            if (found != null && found.hasNonNull("finishedAt")) {
                throw new AssertionError(application + " ended before " + stage + " was " + status + ": " + found);
            }
            return null;
        });
    }

    /// Waits until a stage of a deployment at this commit has begun, and perhaps ended.
    JsonNode begun(String application, String commit, String stage) {
        return await(application + " at " + commit + ": " + stage + " has begun", () -> {
            var found = deployment(application, commit);
            return found == null || Set.of("", "NOT_STARTED").contains(stage(found, stage)) ? null : found;
        });
    }

    /// Waits until a deployment at this commit waits for an approval.
    JsonNode waiting(String application, String commit) {
        return reached(application, commit, "WAIT_APPROVAL", "WAITING");
    }

    /// Waits until a deployment tells of a wait whose cause holds these words.
    JsonNode hindered(String application, String commit, String words) {
        return await(application + " at " + commit + " waits with a cause: " + words, () -> {
            var found = deployment(application, commit);
            return found != null && causes(found).contains(words) ? found : null;
        });
    }

    static String causes(JsonNode deployment) {
        return String.join("; ", deployment.path("waiting").findValuesAsText("cause"));
    }

    /// The status of a deployment's stage, empty when there is none of this name.
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
            pause();
        }
        throw new AssertionError("not in " + PATIENCE.toSeconds() + " s: " + what + " " + trouble + "\n" + logs());
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
        processes.thawAll();
        penstock(0, "down", "--purge", "--yes");
        try {
            Files.deleteIfExists(root.resolve("cache"));
            PrivateFiles.deleteTree(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
