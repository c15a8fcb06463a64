package io.penstock.local;

import io.penstock.local.UpOptions.TemporalStore;
import io.penstock.local.cluster.Cluster;
import io.penstock.local.cluster.KwokCluster;
import io.penstock.local.cluster.OwnCluster;
import io.penstock.local.java.JavaPart;
import io.penstock.local.java.JavaProgram;
import io.penstock.local.java.Jvm;
import io.penstock.local.java.PipedSpec;
import io.penstock.local.postgres.OwnDatabase;
import io.penstock.local.postgres.Postgres;
import io.penstock.local.temporal.DevelopmentTemporal;
import io.penstock.local.temporal.PostgresTemporal;
import io.penstock.local.temporal.RemoteTemporal;
import io.penstock.local.temporal.TestTemporal;
import io.penstock.local.tool.Tool;
import io.penstock.workflows.id.ClusterName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// One `up` or `down`: starts and stops parts while no other command does. Each start leaves alone what already
/// runs.
public final class StackChange implements AutoCloseable {
    private final LocalStack stack;
    private final Home home;
    private final FolderLock lock;
    private final Progress progress;

    StackChange(LocalStack stack, FolderLock lock, Progress progress) {
        this.stack = stack;
        this.home = stack.home();
        this.lock = lock;
        this.progress = progress;
    }

    /// Starts what the control plane stands on: database, Temporal and clusters, building tools that are missing.
    /// What is the user's own is tried first and what was asked for is kept only then, so that a mistake in it can
    /// be mended by asking again.
    public StackParts ground(UpOptions asked) {
        var options = asked.over(UpOptions.read(home));
        var tools = new ArrayList<Tool>();
        if (options.temporal() == null) {
            options = temporal(options, tools);
        }
        if (!options.simulated().isEmpty()) {
            tools.addAll(Tool.CLUSTER);
        }
        var parts = new StackParts(home, options, stack.tools());
        check(parts.clusters());
        adopt(parts);
        stack.tools().provide(tools, progress);
        options.save(home);
        start(parts);
        return parts;
    }

    /// Refuses names that the control plane would refuse later, or that two clusters would share.
    private static void check(List<Cluster> clusters) {
        var names = new HashSet<String>();
        for (var cluster : clusters) {
            try {
                var name = new ClusterName(cluster.cluster());
                if (!names.add(name.value())) {
                    throw new LocalStackException(
                            "cluster: " + name + " stands there twice (expected: each name once)");
                }
            } catch (IllegalArgumentException e) {
                throw new LocalStackException(String.valueOf(e.getMessage()), e);
            }
        }
    }

    /// Those that were made before first.
    private void adopt(StackParts parts) {
        for (var cluster : parts.clusters()) {
            if (cluster instanceof OwnCluster own) {
                own.start(progress);
            }
        }
        if (parts.database() instanceof OwnDatabase own) {
            own.start(progress);
        }
        if (parts.temporal() instanceof RemoteTemporal own) {
            own.start(progress);
        }
    }

    private void start(StackParts parts) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var begun = new ArrayList<Future<?>>();
            var database = executor.submit(() -> {
                if (parts.database() instanceof Postgres ours) {
                    ours.start(progress);
                }
            });
            begun.add(database);
            begun.add(executor.submit(() -> {
                switch (parts.temporal()) {
                    case PostgresTemporal ours -> {
                        get(database);
                        ours.start(progress);
                    }
                    case DevelopmentTemporal ours -> ours.start(progress);
                    case TestTemporal ours -> ours.start(progress);
                    case RemoteTemporal _ -> {}
                }
            }));
            for (var cluster : parts.clusters()) {
                if (cluster instanceof KwokCluster ours) {
                    begun.add(executor.submit(() -> ours.start(progress)));
                }
            }
            begun.forEach(StackChange::get);
        }
    }

    /// Starts the control plane, or replaces one that runs from another build or configuration.
    public void controlPlane() {
        var parts = stack.parts();
        var files = stack.controlPlaneFiles();
        files.choosePorts(parts.controlPlane());
        var sample = stack.sample();
        sample.webhookSecret();
        sample.webhook(files.url() + "/webhooks/plain");
        var configuration = files.write(parts.database(), parts.temporal(), sample.webhookSecretFile());
        var program = new JavaProgram(
                "io.penstock.controlplane.ControlPlane",
                stack.checkout().classPath("control-plane-api"),
                Jvm.controlPlane(),
                List.of("server", configuration.toString()),
                List.of(configuration),
                files.url());
        parts.controlPlane().start(program, progress);
    }

    /// Starts a piped, or replaces one that runs from another build or configuration.
    public void piped(PipedSpec spec) {
        var parts = stack.parts();
        var part = parts.piped(spec.cluster(), spec.replica());
        if (!part.isAlive()) {
            new Ports(home).portToListen(part.name() + "-admin");
        }
        var configuration = spec.write(home, stack.controlPlaneFiles(), parts.cluster(spec.cluster()));
        var program = new JavaProgram(
                "io.penstock.piped.PipedWorker",
                stack.checkout().classPath("piped-worker"),
                Jvm.piped(),
                List.of("--config", configuration.toString(), "--admin-port", Integer.toString(part.adminPort())),
                List.of(configuration, home.keys().resolve(spec.part())),
                spec.cluster());
        part.start(program, progress);
    }

    /// Stops one part, gracefully and then by force; `up` starts it again.
    public void stop(Part part) {
        try (var step = progress.step("stopping " + part.name())) {
            part.stop();
            step.done("stopped");
        }
    }

    /// Stops everything that was started here, in the order that loses nothing.
    public void stopAll() {
        if (!stack.exists()) {
            return;
        }
        var parts = stack.parts();
        parts.pipeds().stream().filter(StackChange::runs).forEach(this::stop);
        for (var part : List.of(parts.controlPlane(), parts.temporal())) {
            if (runs(part)) {
                stop(part);
            }
        }
        parts.clusters().stream().filter(StackChange::runs).forEach(this::stop);
        if (runs(parts.database())) {
            stop(parts.database());
        }
        try {
            PrivateFiles.deleteTree(JavaPart.programs(home));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops everything and deletes data and logs; built tools stay.
    public void purge() {
        stopAll();
        home.purge();
    }

    /// Lets the next command in.
    @Override
    public void close() {
        lock.close();
    }

    private UpOptions temporal(UpOptions options, List<Tool> tools) {
        return switch (options.store()) {
            case SQLITE -> {
                if (stack.tools().find(Tool.TEMPORAL).isEmpty()
                        && !stack.tools().canBuild()) {
                    yield options.withStore(TemporalStore.MEMORY);
                }
                tools.add(Tool.TEMPORAL);
                yield options;
            }
            case POSTGRES -> {
                tools.addAll(List.of(Tool.TEMPORAL_SERVER, Tool.TEMPORAL_SQL_TOOL));
                yield options;
            }
            case MEMORY -> options;
        };
    }

    private static boolean runs(Part part) {
        return part.status().state() != PartState.STOPPED;
    }

    static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted", e);
        } catch (ExecutionException e) {
            switch (Objects.requireNonNull(e.getCause())) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case Throwable cause -> throw new IllegalStateException(cause);
            }
        }
    }
}
