package io.penstock.benchmark.engine;

import io.penstock.workflows.Json;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.deployment.Options;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// The bare engine's workflow worker and what starts its lanes, in a JVM of its own: a round for each line of
/// standard input, and its seconds as a line of standard output. Its worker has the options of the control
/// plane's.
public final class BareControlPlane {
    private static final String QUEUE = "bare-engine";
    /// As many as the control plane's relay.
    private static final int CALLERS = 128;

    private final WorkflowClient client;

    private BareControlPlane(WorkflowClient client) {
        this.client = client;
    }

    /// How many lanes there are, and their hops.
    record Round(int number, int count, String lane, String deployment, String queue) {}

    /// @param words Temporal's address
    public static void main(String[] words) throws IOException, InterruptedException {
        var stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(words[0])
                .setGrpcCompression(GrpcCompression.NONE)
                .validateAndBuildWithDefaults());
        var client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(TemporalNames.NAMESPACE)
                        .build());
        var factory = worker(client);
        var plane = new BareControlPlane(client);
        try (var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = input.readLine(); line != null; line = input.readLine()) {
                System.out.println(plane.run(Json.read(line, Round.class)));
                System.out.flush();
            }
        }
        factory.shutdownNow();
        stubs.shutdownNow();
    }

    private static WorkerFactory worker(WorkflowClient client) {
        var factory = WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setWorkflowCacheSize(1_000)
                        .setUsingVirtualWorkflowThreads(true)
                        .setMaxWorkflowThreadCount(20_000)
                        .build());
        var worker = factory.newWorker(
                QUEUE,
                WorkerOptions.newBuilder()
                        .setUsingVirtualThreads(true)
                        .setLocalActivityWorkerOnly(true)
                        .setMaxConcurrentWorkflowTaskExecutionSize(200)
                        .setMaxConcurrentLocalActivityExecutionSize(200)
                        .setStickyQueueScheduleToStartTimeout(Duration.ofSeconds(1))
                        .build());
        worker.registerWorkflowImplementationTypes(BareLane.Impl.class, BareDeployment.Impl.class);
        worker.registerActivitiesImplementations((BareDeployment.Local) () -> {});
        factory.start();
        return factory;
    }

    private double run(Round round) throws InterruptedException {
        var open = new CountDownLatch(round.count());
        BareLane.Impl.open = open;
        var begun = System.nanoTime();
        var ids = start(round);
        open.await();
        var seconds = (System.nanoTime() - begun) / 1e9;
        // Outside the measured time: every lane has truly ended.
        ids.forEach(id -> client.newUntypedWorkflowStub(id).getResult(Void.class));
        return seconds;
    }

    private List<String> start(Round round) throws InterruptedException {
        var callers = new Semaphore(CALLERS);
        var ids = new ArrayList<String>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var index = 0; index < round.count(); index++) {
                var id = round.number() + "-" + index;
                ids.add("bare-lane/" + id);
                callers.acquire();
                executor.execute(() -> {
                    try {
                        start(round, id);
                    } finally {
                        callers.release();
                    }
                });
            }
        }
        return ids;
    }

    private void start(Round round, String id) {
        var options = WorkflowOptions.newBuilder()
                .setWorkflowId("bare-lane/" + id)
                .setTaskQueue(QUEUE)
                .setWorkflowTaskTimeout(Options.WORKFLOW_TASK)
                .build();
        var order = new BareLane.Order(id, round.lane(), new BareDeployment.Task(round.queue(), round.deployment()));
        client.newUntypedWorkflowStub("BareLane", options).signalWithStart("wake", new Object[0], new Object[] {order});
    }
}
