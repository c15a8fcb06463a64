package io.penstock.benchmark.arena;

import io.penstock.cli.CommandFailure;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Connection;
import io.penstock.cli.up.Registration;
import io.penstock.local.Checkout;
import io.penstock.local.Home;
import io.penstock.local.LocalStack;
import io.penstock.local.Part;
import io.penstock.local.PrivateFiles;
import io.penstock.local.Progress;
import io.penstock.local.UpOptions;
import io.penstock.local.UpOptions.TemporalStore;
import io.penstock.local.cluster.KwokCluster;
import io.penstock.local.java.ControlPlaneFiles;
import io.penstock.local.java.PipedSpec;
import io.penstock.local.sample.SampleRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An installation with one cluster in a home of its own, made for measuring and removed afterwards, also
/// when the program is interrupted.
public final class Arena implements AutoCloseable {
    public static final String CLUSTER = "tokyo";
    /// How often a piped looks by itself where a webhook tells it.
    public static final Duration RARELY = Duration.ofSeconds(15);

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long LOOK_MILLIS = 50;

    private final Path root;
    private final LocalStack stack;
    private final UpOptions options;
    private final Progress progress;
    private final Thread owner = Thread.currentThread();
    private final Thread hook = new Thread(this::abandon, "remove the benchmark's home");
    private final AuditLog audit;
    private final Ledger ledger;
    private Duration interval = RARELY;
    private @Nullable Api api;
    private volatile boolean removing;
    private boolean removed;

    public Arena(TemporalStore store, Progress progress) {
        this.progress = progress;
        options = new UpOptions(List.of(CLUSTER), null, null, store, null);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            root = Files.createTempDirectory("penstock-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stack = LocalStack.open(Home.fromEnvironment().prepare().beside(root), Checkout.find());
        try (var change = stack.change(progress)) {
            var parts = change.ground(options);
            audit = new AuditLog(((KwokCluster) parts.cluster(CLUSTER)).auditLog());
            ledger = new Ledger(parts.database());
        }
        stack.sample().create();
        start(ControlPlaneFiles.NAME);
        start(piped());
    }

    /// Starts this part where it does not run, and others that it stands on.
    public void start(String part) {
        if (removing) {
            throw new IllegalStateException("the benchmark is ending");
        }
        try (var change = stack.change(progress)) {
            if (part.equals(ControlPlaneFiles.NAME)) {
                change.controlPlane();
                api = Connection.local(stack);
            } else if (part.equals(piped())) {
                var spec = new Registration(stack, api()).piped(CLUSTER, 1);
                change.piped(new PipedSpec(
                        CLUSTER, spec.id(), spec.key(), 1, spec.repositories(), interval, spec.sealing()));
            } else {
                change.ground(options);
            }
        }
    }

    /// The piped's interval from now on, and whether a push calls the webhook.
    public void looks(Duration every, boolean webhook) {
        interval = every;
        start(piped());
        stack.sample().webhook(webhook ? stack.controlPlaneFiles().url() + "/webhooks/plain" : "none");
    }

    /// The piped's part.
    public static String piped() {
        return PipedSpec.part(CLUSTER, 1);
    }

    public LocalStack stack() {
        return stack;
    }

    public String temporal() {
        return options.store().name().toLowerCase(Locale.ROOT);
    }

    public Ledger ledger() {
        return ledger;
    }

    public AuditLog audit() {
        return audit;
    }

    public Api api() {
        if (api == null) {
            throw new IllegalStateException("api: none (expected: a control plane that was started)");
        }
        return api;
    }

    public Progress progress() {
        return progress;
    }

    /// Temporal's histories.
    public Histories histories() {
        return new Histories(stack.parts().temporal().address());
    }

    public Part part(String name) {
        return stack.parts().all().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// Commits these files and pushes them.
    public Push push(String message, Map<String, String> files) {
        var commit = stack.sample().commit(message, files);
        try {
            var reference = stack.sample().bare().resolve("refs/heads/" + SampleRepository.BRANCH);
            return new Push(commit, Files.getLastModifiedTime(reference).toInstant());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A push that has returned.
    ///
    /// @param at when the branch moved, by its file in the bare repository
    public record Push(String commit, Instant at) {}

    /// Registers the application at the path of its name.
    public void register(String name) {
        var application = Map.of(
                "repository", SampleRepository.ID,
                "path", name,
                "configFile", "app.pipecd.yaml",
                "cluster", CLUSTER,
                "name", name);
        api().post("/applications", application);
    }

    /// Waits until the application's deployment of the commit has ended well.
    public DeploymentTimes finished(String application, String commit) {
        var found = await(
                application + " at " + commit,
                () -> ledger.finished(application, commit).stream().findFirst().orElse(null));
        return found.succeeded();
    }

    /// Waits until so many applications whose names begin so have been deployed from the commit.
    public List<DeploymentTimes> allFinished(String prefix, String commit, int count) {
        await(count + " applications at " + commit, () -> {
            pause(LOOK_MILLIS * 4);
            return ledger.countFinished(prefix, commit) < count ? null : commit;
        });
        return ledger.finished(prefix + "%", commit).stream()
                .map(DeploymentTimes::succeeded)
                .toList();
    }

    /// Asks until there is an answer.
    public <T> T await(String what, Supplier<@Nullable T> question) {
        var until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            var answer = asked(question);
            if (answer != null) {
                return answer;
            }
            pause(LOOK_MILLIS);
        }
        throw new IllegalStateException("not within " + PATIENCE.toMinutes() + " minutes: " + what);
    }

    private static <T> @Nullable T asked(Supplier<@Nullable T> question) {
        try {
            return question.get();
        } catch (CommandFailure | Ledger.Away _) {
            return null;
        }
    }

    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The program is ending already, and the hook finds nothing left to remove.
        }
    }

    private void abandon() {
        if (!removing) {
            owner.interrupt();
        }
        remove();
    }

    private synchronized void remove() {
        if (removed) {
            return;
        }
        removing = true;
        ledger.close();
        try (var change = stack.change(progress)) {
            change.purge();
        }
        try {
            PrivateFiles.deleteTree(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        removed = true;
    }
}
