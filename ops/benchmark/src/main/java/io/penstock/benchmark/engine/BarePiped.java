package io.penstock.benchmark.engine;

import io.grpc.Metadata;
import io.penstock.workflows.TemporalNames;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/// The bare engine's activity worker, connected through the gate, in a JVM of its own, until it is ended. Its
/// worker has the options of a piped's.
public final class BarePiped {
    private BarePiped() {}

    /// @param words the gate's address, the cluster whose queue it is, and the file with the key
    public static void main(String[] words) throws IOException {
        var headers = new Metadata();
        headers.put(
                name("authorization"),
                "Bearer " + Files.readString(Path.of(words[2])).strip());
        headers.put(name("penstock-incarnation"), UUID.randomUUID().toString());
        var stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(words[0])
                .addGrpcMetadataProvider(() -> headers)
                .setGrpcCompression(GrpcCompression.NONE)
                .setKeepAliveTime(Duration.ofSeconds(5))
                .setKeepAliveTimeout(Duration.ofSeconds(3))
                .validateAndBuildWithDefaults());
        var factory = WorkerFactory.newInstance(WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(TemporalNames.NAMESPACE)
                        .build()));
        var beat = Duration.ofSeconds(1);
        var worker = factory.newWorker(
                words[1],
                WorkerOptions.newBuilder()
                        .setMaxConcurrentActivityExecutionSize(1_000)
                        .setMaxConcurrentActivityTaskPollers(2)
                        .setUsingVirtualThreadsOnActivityWorker(true)
                        .setMaxHeartbeatThrottleInterval(beat)
                        .setDefaultHeartbeatThrottleInterval(beat)
                        .setAllowActivityHeartbeatDuringShutdown(true)
                        .setDisableEagerExecution(true)
                        .build());
        worker.registerActivitiesImplementations((BareDeployment.Remote) () -> {});
        factory.start();
        // Only daemons work here: who started this process ends it, by closing its input at the latest.
        while (System.in.read() >= 0) {
            // Nothing is said to it.
        }
    }

    private static Metadata.Key<String> name(String header) {
        return Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER);
    }
}
