package io.penstock.controlplane.gate;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.worker.WorkerFactory;
import java.util.concurrent.Semaphore;

/// A worker in a process of its own, to be killed. Prints a line when it holds a task.
final class WorkerProcess {
    private WorkerProcess() {}

    /// @param arguments gate's port, key, incarnation, queue
    public static void main(String[] arguments) throws InterruptedException {
        var stubs = GateFixture.stubs(Integer.parseInt(arguments[0]), arguments[1], arguments[2]);
        var client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(TemporalServer.NAMESPACE)
                        .build());
        var factory = WorkerFactory.newInstance(client);
        var held = new Semaphore(0);
        factory.newWorker(arguments[3])
                .registerActivitiesImplementations(new Errands.ErrandActivitiesImpl("child", held));
        factory.start();
        System.out.println("started");
        held.acquire();
        System.out.println("holding");
        Thread.sleep(600_000);
    }
}
