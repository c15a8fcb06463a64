package io.penstock.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.CommandFailure;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Connection;
import io.penstock.cli.up.Registration;
import io.penstock.local.Checkout;
import io.penstock.local.Home;
import io.penstock.local.LineProgress;
import io.penstock.local.LocalStack;
import io.penstock.local.PartStatus;
import io.penstock.local.PrivateFiles;
import io.penstock.local.UpOptions;
import io.penstock.local.cluster.KwokCluster;
import io.penstock.local.sample.SampleRepository;
import io.penstock.workflows.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An installation with one cluster in a home of its own, made for measuring and removed afterwards.
final class Arena implements AutoCloseable {
    static final String CLUSTER = "tokyo";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path root;
    private final LocalStack stack;
    private final LineProgress progress = LineProgress.onStandardError();
    private @Nullable Api api;

    Arena() {
        try {
            root = Files.createTempDirectory("penstock-bench");
            var shared = Home.fromEnvironment().prepare();
            stack = LocalStack.open(shared.beside(root), Checkout.find());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        up();
        sample().create();
    }

    /// Starts what does not run.
    void up() {
        try (var change = stack.change(progress)) {
            change.ground(UpOptions.clusters(CLUSTER));
            stack.sample().create();
            change.controlPlane();
            api = Connection.local(stack);
            change.piped(new Registration(stack, api).piped(CLUSTER, 1));
        }
    }

    LocalStack stack() {
        return stack;
    }

    SampleRepository sample() {
        return stack.sample();
    }

    Api api() {
        if (api == null) {
            throw new IllegalStateException("api: none (expected: up() before)");
        }
        return api;
    }

    void say(String sentence) {
        progress.say(sentence);
    }

    /// Registers an application at a path of the sample repository and waits for its first deployment.
    void register(String name, String path) {
        api().post(
                        "/applications",
                        Map.of(
                                "repository",
                                "sample",
                                "path",
                                path,
                                "configFile",
                                "app.pipecd.yaml",
                                "cluster",
                                CLUSTER,
                                "name",
                                name));
    }

    /// Waits until an application's deployment of a commit has ended well.
    JsonNode finished(String application, String commit) {
        return await(application + " at " + commit, () -> {
            var found = newest(application);
            if (!found.at("/commit/hash").asText().equals(commit) || !found.hasNonNull("finishedAt")) {
                return null;
            }
            if (!found.path("status").asText().equals("SUCCEEDED")) {
                throw new IllegalStateException(
                        application + ": " + found.path("statusReason").asText());
            }
            return found;
        });
    }

    JsonNode newest(String application) {
        return api().get("/deployments?limit=1&application=" + Api.part(application))
                .path("items")
                .path(0);
    }

    <T> T await(String what, Supplier<@Nullable T> question) {
        var until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            var answer = asked(question);
            if (answer != null) {
                return answer;
            }
            pause(20);
        }
        throw new IllegalStateException("not in " + PATIENCE + ": " + what);
    }

    private static <T> @Nullable T asked(Supplier<@Nullable T> question) {
        try {
            return question.get();
        } catch (CommandFailure e) {
            return null;
        }
    }

    PartStatus part(String name) {
        return stack.status().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// What pipeds asked of the API server, by its own record.
    List<JsonNode> audit() {
        var log = ((KwokCluster) stack.parts().cluster(CLUSTER)).auditLog();
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.endsWith("}"))
                    .map(line -> Json.read(line, JsonNode.class))
                    .filter(event -> event.path("userAgent").asText().startsWith("penstock"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// When the branch of the bare repository last moved, by its file.
    Optional<Instant> referenceUpdated() {
        var file = sample().bare().resolve("refs/heads/" + SampleRepository.BRANCH);
        try {
            return Files.exists(file)
                    ? Optional.of(Files.getLastModifiedTime(file).toInstant())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try (var change = stack.change(progress)) {
            change.purge();
        }
        progress.close();
        try {
            PrivateFiles.deleteTree(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
