package io.penstock.controlplane.gate;

import io.grpc.Channel;
import io.grpc.Metadata;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.controlplane.TestDatabase;
import io.penstock.controlplane.database.Changes;
import io.penstock.controlplane.gate.Errands.Errand;
import io.penstock.controlplane.gate.Errands.ErrandActivitiesImpl;
import io.penstock.controlplane.gate.Errands.ErrandWorkflow;
import io.penstock.controlplane.gate.Errands.ErrandWorkflowImpl;
import io.penstock.controlplane.piped.PipedKeys;
import io.penstock.controlplane.piped.TestPipeds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// A gate between a Temporal and a PostgreSQL, with a worker of the control plane's queue that sends errands.
final class GateFixture {
    static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    static final String OTHER_KEY = "HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final TemporalServer temporal;
    private final TestDatabase database = TestDatabase.make();
    private final Changes changes = new Changes(database.database());
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final WorkerFactory controlPlane;
    private final List<AutoCloseable> opened = new ArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Gate> gates = new ArrayList<>();
    private final Gate gate;

    GateFixture(TemporalServer temporal) throws Exception {
        this(temporal, GateLimits.DEFAULT);
    }

    GateFixture(TemporalServer temporal, GateLimits limits) throws Exception {
        this.temporal = temporal;
        stubs = temporal.stubs();
        client = client(stubs);
        controlPlane = WorkerFactory.newInstance(client);
        controlPlane.newWorker("control-plane").registerWorkflowImplementationTypes(ErrandWorkflowImpl.class);
        controlPlane.start();
        changes.start();
        gate = gate(limits, KEY);
    }

    /// One more gate, as another control-plane replica has.
    Gate gate(GateLimits limits, String... keys) throws Exception {
        return gate(new Gate.Settings("127.0.0.1", 0, null, null, keyFile(keys), limits));
    }

    Gate gate(Gate.Settings settings) throws Exception {
        var made = deaf(settings);
        opened.add(changes.follow(change -> {
            if (change.topic().equals("revoked")) {
                made.revoked(UUID.fromString(change.id()));
            }
        }));
        return made;
    }

    /// A gate that hears of no revocation.
    Gate deafGate() throws Exception {
        return deaf(new Gate.Settings("127.0.0.1", 0, null, null, keyFile(KEY), GateLimits.DEFAULT));
    }

    /// The polls that wait at all gates of this fixture.
    int polls() {
        return gates.stream().mapToInt(Gate::openPolls).sum();
    }

    private Gate deaf(Gate.Settings settings) throws Exception {
        var known = new PipedKeys(database.jdbi());
        var channel = temporal.stubs();
        var made =
                new Gate(settings, known, database.jdbi(), channel.getRawChannel(), TemporalServer.NAMESPACE, meters);
        made.start();
        opened.add(channel::shutdownNow);
        gates.add(made);
        opened.add(made::stop);
        return made;
    }

    Gate gate() {
        return gate;
    }

    TestDatabase database() {
        return database;
    }

    TestPipeds.Registered register(String cluster) {
        return TestPipeds.register(database.jdbi(), cluster);
    }

    Channel channel() {
        return stubs.getRawChannel();
    }

    /// Temporal itself, past the gate.
    WorkflowClient client() {
        return client;
    }

    WorkflowStub send(Errand errand) {
        var workflow = client.newWorkflowStub(
                ErrandWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setTaskQueue("control-plane")
                        .setWorkflowId("errand/" + UUID.randomUUID())
                        .setWorkflowTaskTimeout(Duration.ofSeconds(5))
                        .build());
        WorkflowClient.start(workflow::run, errand);
        return WorkflowStub.fromTyped(workflow);
    }

    WorkflowServiceStubs open(String secret, @Nullable String incarnation) {
        return open(gate, secret, incarnation);
    }

    WorkflowServiceStubs open(Gate at, String secret, @Nullable String incarnation) {
        var opening = stubs(at.port(), secret, incarnation);
        opened.add(opening::shutdownNow);
        return opening;
    }

    /// An unmodified worker that goes through the gate; `held` counts the tasks that wait in it.
    WorkerFactory worker(WorkflowServiceStubs through, String queue, String name, @Nullable Semaphore held) {
        var factory = WorkerFactory.newInstance(
                client(through), WorkerFactoryOptions.newBuilder().build());
        factory.newWorker(
                        queue,
                        WorkerOptions.newBuilder()
                                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(500))
                                .build())
                .registerActivitiesImplementations(new ErrandActivitiesImpl(name, held));
        factory.start();
        opened.add(factory::shutdownNow);
        return factory;
    }

    static WorkflowServiceStubs stubs(int port, String secret, @Nullable String incarnation) {
        var headers = new Metadata();
        headers.put(Doorkeeper.AUTHORIZATION, "Bearer " + secret);
        if (incarnation != null) {
            headers.put(Doorkeeper.INCARNATION, incarnation);
        }
        return WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + port)
                .addGrpcMetadataProvider(() -> headers)
                .build());
    }

    void close() throws Exception {
        for (var each : opened.reversed()) {
            each.close();
        }
        controlPlane.shutdownNow();
        stubs.shutdownNow();
        changes.stop();
        database.close();
    }

    private static WorkflowClient client(WorkflowServiceStubs stubs) {
        return WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(TemporalServer.NAMESPACE)
                        .build());
    }

    Path keyFile() {
        return keyFile(KEY);
    }

    private static Path keyFile(String... keys) {
        try {
            var file = Files.createTempFile("token", ".keys");
            file.toFile().deleteOnExit();
            return Files.write(file, List.of(keys));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
