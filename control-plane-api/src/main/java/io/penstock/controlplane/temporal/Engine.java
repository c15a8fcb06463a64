package io.penstock.controlplane.temporal;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.util.Duration;
import io.dropwizard.lifecycle.Managed;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.workflows.Json;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.poll.PatientPolls;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.SimpleSslContextBuilder;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Temporal, as the control plane uses it: a client that may be made while Temporal is away, and the workers of the
/// control plane's queue, which begin once it is reachable.
public final class Engine implements Managed {
    private static final Logger log = LoggerFactory.getLogger(Engine.class);
    private static final java.time.Duration PAUSE = java.time.Duration.ofSeconds(1);
    private static final java.time.Duration PAUSE_WHEN_REFUSED = java.time.Duration.ofSeconds(5);
    private static final java.time.Duration SOON = java.time.Duration.ofMillis(100);
    private static final int REHEARSED = 2_000;
    private static final java.time.Duration REHEARSAL = java.time.Duration.ofSeconds(60);

    private final TemporalConfig config;
    private final Build build;
    private final Scope scope;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final List<Consumer<Worker>> registrations = new ArrayList<>();
    private volatile boolean stopped;
    private volatile @Nullable WorkerFactory factory;
    private volatile String state = "not reached yet";
    private volatile @Nullable String refusal;

    public Engine(TemporalConfig config, MeterRegistry meters) {
        this(config, meters, Build.of(TemporalNames.class));
    }

    Engine(TemporalConfig config, MeterRegistry meters, Build build) {
        this.config = config;
        this.build = build;
        scope = new RootScopeBuilder()
                .reporter(new MicrometerClientStatsReporter(meters))
                .reportEvery(Duration.ofSeconds(10));
        stubs = WorkflowServiceStubs.newServiceStubs(options(config, scope));
        client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(config.namespaceName())
                        .setDataConverter(converter())
                        .build());
    }

    /// Payloads in the one wire form.
    public static DataConverter converter() {
        return DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Json.wire()));
    }

    public WorkflowClient client() {
        return client;
    }

    /// The bare connection, for who speaks the protocol itself.
    public WorkflowServiceStubs stubs() {
        return stubs;
    }

    public String namespace() {
        return config.namespaceName();
    }

    /// Adds workflows and activities to the worker of the control plane's queue; to be called before `start`.
    public void register(Consumer<Worker> registration) {
        registrations.add(registration);
    }

    /// Whether the workers serve.
    public boolean serving() {
        return factory != null;
    }

    /// Why the workers do not serve, for people.
    public String state() {
        return state;
    }

    /// Why this build does not take over what is open, null when it does; it looks again by itself.
    public @Nullable String refusal() {
        return refusal;
    }

    @Override
    public void start() {
        Thread.ofVirtual().name("engine").start(this::begin);
    }

    @Override
    public void stop() {
        stopped = true;
        var running = factory;
        if (running != null) {
            running.shutdown();
            running.awaitTermination(5, TimeUnit.SECONDS);
        }
        stubs.shutdownNow();
    }

    private void begin() {
        while (!stopped && factory == null) {
            try {
                new Namespace(stubs, options(config, scope), config).prepare();
                var versions = new Versions(stubs, config.namespaceName());
                var known = versions.ask();
                var fault = fault(known);
                if (fault == null) {
                    refusal = null;
                    serve(known.offered());
                    takeOver(versions, known);
                } else {
                    refuse(fault);
                }
            } catch (RuntimeException e) {
                report(e);
                pause(PAUSE);
            }
        }
    }

    /// A build that is current already has been looked at before.
    private @Nullable String fault(Versions.Known known) {
        if (config.unseen() || build.id().equals(known.current())) {
            return null;
        }
        var rehearsed = WorkerFactory.newInstance(client, factoryOptions());
        // A busy machine is no deadlock, and none is looked for.
        var worker = rehearsed.newWorker(
                TemporalNames.CONTROL_PLANE_QUEUE,
                WorkerOptions.newBuilder()
                        .setDefaultDeadlockDetectionTimeout(REHEARSAL.toMillis())
                        .build());
        registrations.forEach(registration -> registration.accept(worker));
        try {
            return new Rehearsal(client, worker, REHEARSED, REHEARSAL).fault();
        } finally {
            rehearsed.shutdownNow();
        }
    }

    private void refuse(String fault) {
        var sentence = fault + " (expected: the build that began it, or that it is cancelled or terminated first; "
                + "temporal.takeOverUnseen: true starts this build all the same)";
        if (!sentence.equals(refusal)) {
            log.error(sentence);
        }
        refusal = sentence;
        state = sentence;
        pause(PAUSE_WHEN_REFUSED);
    }

    private void serve(boolean versioned) {
        var made = WorkerFactory.newInstance(client, factoryOptions());
        var worker = made.newWorker(TemporalNames.CONTROL_PLANE_QUEUE, workerOptions(versioned));
        registrations.forEach(registration -> registration.accept(worker));
        try {
            made.start();
        } catch (RuntimeException e) {
            made.shutdownNow();
            throw e;
        }
        factory = made;
    }

    /// Makes this build the one that everything open goes on with, once Temporal has heard of its workers.
    private void takeOver(Versions versions, Versions.Known known) {
        var current = !known.offered() || build.id().equals(known.current());
        while (!stopped && !current) {
            try {
                current = versions.makeCurrent(build);
            } catch (RuntimeException e) {
                report(e);
                pause(PAUSE);
            }
            if (!current) {
                pause(SOON);
            }
        }
        if (stopped) {
            return;
        }
        state = "serving";
        log.info(
                "serving namespace {} of Temporal at {} with build {}{}",
                config.namespaceName(),
                config.address(),
                build.id(),
                known.offered() ? "" : ", which this server does not tell from others");
    }

    private static WorkerFactoryOptions factoryOptions() {
        return WorkerFactoryOptions.newBuilder()
                .setWorkflowCacheSize(1_000)
                .setUsingVirtualWorkflowThreads(true)
                .setMaxWorkflowThreadCount(20_000)
                .build();
    }

    private WorkerOptions workerOptions(boolean versioned) {
        var options = WorkerOptions.newBuilder()
                .setUsingVirtualThreads(true)
                .setLocalActivityWorkerOnly(true)
                .setMaxConcurrentWorkflowTaskExecutionSize(200)
                .setMaxConcurrentLocalActivityExecutionSize(200)
                .setStickyQueueScheduleToStartTimeout(java.time.Duration.ofSeconds(1));
        if (versioned) {
            options.setDeploymentOptions(WorkerDeploymentOptions.newBuilder()
                    .setUseVersioning(true)
                    .setVersion(new WorkerDeploymentVersion(Build.DEPLOYMENT, build.id()))
                    .setDefaultVersioningBehavior(VersioningBehavior.AUTO_UPGRADE)
                    .build());
        }
        return options.build();
    }

    private void report(RuntimeException e) {
        var sentence = "waiting for Temporal at " + config.address() + ": "
                + (e instanceof StatusRuntimeException status
                        ? status.getStatus().getCode()
                        : e.toString());
        if (!sentence.equals(state)) {
            log.warn(sentence);
            log.debug("Temporal was not reached", e);
        }
        state = sentence;
    }

    private static void pause(java.time.Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static WorkflowServiceStubsOptions options(TemporalConfig config, Scope scope) {
        var options = WorkflowServiceStubsOptions.newBuilder()
                .setTarget(config.address())
                .setMetricsScope(scope)
                .setRpcTimeout(java.time.Duration.ofSeconds(10))
                .setGrpcClientInterceptors(List.of(new PatientPolls(new Standing())))
                // What travels is small.
                .setGrpcCompression(GrpcCompression.NONE)
                .setConnectionBackoffResetFrequency(java.time.Duration.ofSeconds(1));
        var tls = config.tls();
        if (tls != null) {
            options.setSslContext(new Identity(tls).context());
            if (tls.serverName() != null) {
                var name = tls.serverName();
                options.setChannelInitializer(channel -> channel.overrideAuthority(name));
            }
        }
        return options.build();
    }

    /// The certificate that we show to Temporal, and those that we trust.
    private record Identity(TemporalConfig.Tls tls) {
        io.grpc.netty.shaded.io.netty.handler.ssl.SslContext context() {
            try (var certificate = Files.newInputStream(tls.certificateFile());
                    var key = Files.newInputStream(tls.keyFile())) {
                var builder = SimpleSslContextBuilder.forPKCS8(certificate, key);
                Path authority = tls.authorityFile();
                return authority == null
                        ? builder.build()
                        : builder.setTrustManager(Authorities.of(authority)).build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
