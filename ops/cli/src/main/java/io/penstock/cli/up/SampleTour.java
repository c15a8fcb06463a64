package io.penstock.cli.up;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.api.Api;
import io.penstock.local.LocalStack;
import io.penstock.local.PrivateFiles;
import io.penstock.local.Progress;
import io.penstock.local.sample.SampleApplication;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Registers the sample applications, sees them deployed, and makes the second commit, whose canary stops at an
/// approval. Done once; later calls leave everything as it is.
final class SampleTour {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long LOOK_MILLIS = 300;

    private final LocalStack stack;
    private final Api api;
    private final Progress progress;

    SampleTour(LocalStack stack, Api api, Progress progress) {
        this.stack = stack;
        this.api = api;
        this.progress = progress;
    }

    void show(List<String> clusters) {
        var shown = marker();
        if (PrivateFiles.read(shown) != null) {
            return;
        }
        try (var step = progress.step("deploying the sample applications")) {
            var applications = stack.sample().applications();
            var start = chainStart(applications, clusters);
            // What the chain leads to is known before the chain's start is.
            var others = applications.stream()
                    .filter(application -> !application.equals(start))
                    .toList();
            others.forEach(this::register);
            awaitFirst(others, applications.size(), step);
            register(start);
            awaitFirst(applications, applications.size(), step);
            step.done(applications.size() + " applications deployed");
        }
        try (var step = progress.step("a second commit on web")) {
            var commit = stack.sample().changeWeb();
            var web = chainStart(stack.sample().applications(), clusters);
            awaitApproval(web, commit, step);
            step.done("its canary in " + web.cluster() + " waits for your approval");
        }
        PrivateFiles.write(shown, Instant.now() + "\n");
    }

    private static SampleApplication chainStart(List<SampleApplication> applications, List<String> clusters) {
        return applications.stream()
                .filter(application -> application.name().equals("web")
                        && application.cluster().equals(clusters.getFirst()))
                .findFirst()
                .orElseThrow();
    }

    private Path marker() {
        return stack.home().data().resolve("sample/shown");
    }

    private void register(SampleApplication application) {
        if (find(application) == null) {
            api.post(
                    "/applications",
                    Map.of(
                            "repository", "sample",
                            "path", application.path(),
                            "configFile", application.configFile(),
                            "cluster", application.cluster(),
                            "name", application.name()));
        }
    }

    private @Nullable JsonNode find(SampleApplication application) {
        for (var item : api.get("/applications?limit=100").path("items")) {
            if (item.path("name").asText().equals(application.name())
                    && item.path("cluster").asText().equals(application.cluster())) {
                return item;
            }
        }
        return null;
    }

    private void awaitFirst(List<SampleApplication> applications, int all, Progress.Step step) {
        var until = Instant.now().plus(PATIENCE);
        while (true) {
            var states = new HashMap<String, String>();
            for (var application : applications) {
                var found = find(application);
                var last =
                        found == null ? "" : found.at("/lastDeployment/status").asText("");
                if (!last.equals("SUCCEEDED")) {
                    if (found != null && last.equals("FAILED")) {
                        throw failed(application, found.path("lastDeployment"));
                    }
                    states.put(application.name() + "@" + application.cluster(), last.isEmpty() ? "not yet" : last);
                }
            }
            if (states.isEmpty()) {
                return;
            }
            step.at(applications.size() - states.size() + " of " + all + ", waiting for "
                    + String.join(", ", states.keySet().stream().sorted().toList()));
            pause(
                    until,
                    "the sample applications are not deployed: " + states + ". Look with `penstock application list`.");
        }
    }

    private static CommandFailure failed(SampleApplication application, JsonNode deployment) {
        return new CommandFailure(
                Exit.NO,
                application.name() + " on " + application.cluster() + " was not deployed: "
                        + deployment.path("statusReason").asText());
    }

    private void awaitApproval(SampleApplication web, String commit, Progress.Step step) {
        var until = Instant.now().plus(PATIENCE);
        while (true) {
            var items = api.get("/deployments?limit=5&application=" + Api.part(web.name() + "@" + web.cluster()))
                    .path("items");
            for (var deployment : items) {
                if (!deployment.at("/commit/hash").asText().equals(commit)) {
                    continue;
                }
                for (var stage : deployment.path("stages")) {
                    var status = stage.path("status").asText();
                    if (stage.path("name").asText().equals("WAIT_APPROVAL") && status.equals("WAITING")) {
                        return;
                    }
                    if (status.equals("RUNNING") || status.equals("WAITING")) {
                        step.at(stage.path("name").asText());
                    }
                }
                if (deployment.hasNonNull("finishedAt")) {
                    throw failed(web, deployment);
                }
            }
            pause(until, "web does not wait for an approval. Look with `penstock deployment list`.");
        }
    }

    private static void pause(Instant until, String otherwise) {
        if (Instant.now().isAfter(until)) {
            throw new CommandFailure(Exit.TIMED_OUT, otherwise);
        }
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(Exit.NO, "interrupted");
        }
    }
}
