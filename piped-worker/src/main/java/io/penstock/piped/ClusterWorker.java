package io.penstock.piped;

import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.penstock.activities.door.Redactor;
import io.penstock.workflows.Json;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.poll.PatientPolls;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The worker on the cluster's queue, connected through the gate: activities only, on virtual threads.
final class ClusterWorker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClusterWorker.class);
    private static final int SLOTS = 1_000;
    private static final int POLLERS = 2;
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final ClusterName cluster;
    private volatile @Nullable WorkerFactory factory;

    /// How to reach the gate, and as whom.
    ///
    /// @param overhearing what else listens to the calls, such as whoever wants to know of acknowledged heartbeats
    record Connection(
            GateAddress gate,
            String key,
            String incarnation,
            String identity,
            Redactor redactor,
            GateStanding standing,
            List<ClientInterceptor> overhearing) {}

    ClusterWorker(Connection connection, Door.Welcome welcome) {
        cluster = new ClusterName(welcome.cluster());
        stubs = WorkflowServiceStubs.newServiceStubs(stubs(connection));
        client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(welcome.namespace())
                        .setIdentity(connection.identity())
                        .setDataConverter(converter(connection.redactor()))
                        .build());
    }

    /// Starts to take tasks; waits for the gate as long as it takes.
    void start(List<Object> activities) throws InterruptedException {
        while (true) {
            var attempt = WorkerFactory.newInstance(
                    client, WorkerFactoryOptions.newBuilder().build());
            factory = attempt;
            var worker = attempt.newWorker(TemporalNames.queue(cluster), options());
            worker.registerActivitiesImplementations(activities.toArray());
            try {
                attempt.start();
                return;
            } catch (RuntimeException e) {
                log.warn("the gate is not ready: {}; it is tried again by itself", e.getMessage());
                attempt.shutdownNow();
                Thread.sleep(RETRY);
            }
        }
    }

    /// Takes no more tasks, lets those that run end, and interrupts what still runs then.
    @Override
    public void close() {
        var working = factory;
        if (working != null) {
            working.shutdown();
            working.awaitTermination(5, TimeUnit.SECONDS);
            if (!working.isTerminated()) {
                working.shutdownNow();
                working.awaitTermination(2, TimeUnit.SECONDS);
            }
        }
        stubs.shutdownNow();
        stubs.awaitTermination(1, TimeUnit.SECONDS);
    }

    private static WorkflowServiceStubsOptions stubs(Connection connection) {
        var headers = new Metadata();
        headers.put(name("authorization"), "Bearer " + connection.key());
        headers.put(name("penstock-incarnation"), connection.incarnation());
        var options = WorkflowServiceStubsOptions.newBuilder()
                .setTarget(connection.gate().target())
                .setEnableHttps(!connection.gate().loopback())
                .addGrpcMetadataProvider(() -> headers)
                .addGrpcClientInterceptor(new PatientPolls(connection.standing()))
                // What travels is small.
                .setGrpcCompression(GrpcCompression.NONE)
                .setConnectionBackoffResetFrequency(Duration.ofSeconds(1))
                .setKeepAliveTime(Duration.ofSeconds(5))
                .setKeepAliveTimeout(Duration.ofSeconds(3));
        connection.overhearing().forEach(options::addGrpcClientInterceptor);
        return options.build();
    }

    private static WorkerOptions options() {
        return WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(SLOTS)
                .setMaxConcurrentActivityTaskPollers(POLLERS)
                .setUsingVirtualThreadsOnActivityWorker(true)
                .setMaxHeartbeatThrottleInterval(HEARTBEAT)
                .setDefaultHeartbeatThrottleInterval(HEARTBEAT)
                .setAllowActivityHeartbeatDuringShutdown(true)
                .setDisableEagerExecution(true)
                .build();
    }

    private static DataConverter converter(Redactor redactor) {
        return DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Json.wire()))
                .withFailureConverter(new RedactedFailures(redactor));
    }

    private static Metadata.Key<String> name(String header) {
        return Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER);
    }
}
