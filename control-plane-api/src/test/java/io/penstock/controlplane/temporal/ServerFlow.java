package io.penstock.controlplane.temporal;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.controlplane.FakePiped;
import io.penstock.controlplane.Ids;
import io.penstock.controlplane.World;
import io.penstock.controlplane.chain.ChainActivitiesImpl;
import io.penstock.controlplane.database.Changes;
import io.penstock.controlplane.deployment.RecordActivitiesImpl;
import io.penstock.controlplane.gate.TemporalServer;
import io.penstock.controlplane.lane.LaneActivitiesImpl;
import io.penstock.controlplane.outbox.Outbox;
import io.penstock.controlplane.outbox.Relay;
import io.penstock.controlplane.outbox.Sender;
import io.penstock.controlplane.watch.WatchActivitiesImpl;
import io.penstock.workflows.Json;
import io.penstock.workflows.chain.ChainWorkflowImpl;
import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.deployment.DeploymentWorkflowImpl;
import io.penstock.workflows.id.CommandId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.lane.LaneWorkflowImpl;
import io.penstock.workflows.watch.RepositoryWatchWorkflowImpl;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/// The control plane's flow on the real Temporal and the real PostgreSQL, with a piped where everything succeeds.
final class ServerFlow implements AutoCloseable {
    final World world = new World();
    final TemporalServer server;
    final WorkflowClient client;
    final FakePiped piped;
    private final Changes changes = new Changes(world.database.database());
    private final Relay relay;
    private final WorkerFactory pipeds;
    private final List<Engine> engines = new ArrayList<>();

    ServerFlow(ApplicationConfig config) throws Exception {
        server = TemporalServer.real();
        client = WorkflowClient.newInstance(
                server.stubs(),
                WorkflowClientOptions.newBuilder()
                        .setNamespace(TemporalServer.NAMESPACE)
                        .setDataConverter(Engine.converter())
                        .build());
        piped = new FakePiped(config, new CountDownLatch(0));
        pipeds = WorkerFactory.newInstance(client);
        pipeds.newWorker("tokyo").registerActivitiesImplementations(piped);
        pipeds.start();
        changes.start();
        relay = new Relay(
                world.jdbi, new Sender(world.jdbi, client, this::serving), changes, new SimpleMeterRegistry());
        relay.start();
    }

    /// A configuration whose pipeline is one approval.
    static ApplicationConfig approval() {
        var skip = "{\"commitMessagePrefixes\":[],\"paths\":[]}";
        var stage = "{\"name\":\"WAIT_APPROVAL\",\"timeout\":\"PT6H\",\"approvers\":[],\"minApproverNum\":1,\"skipOn\":"
                + skip + "}";
        var tree = (ObjectNode) Json.wire().valueToTree(World.config());
        tree.putArray("pipeline")
                .addObject()
                .put("id", "stage-0")
                .put("index", 0)
                .put("name", "WAIT_APPROVAL")
                .put("description", "")
                .<ObjectNode>set("skipOn", Json.read(skip, ObjectNode.class))
                .set("stage", Json.read(stage, ObjectNode.class));
        ((ObjectNode) tree.get("planner")).put("alwaysUsePipeline", true);
        return Json.wire().convertValue(tree, ApplicationConfig.class);
    }

    /// A control plane of this build begins.
    Engine engine(String build) {
        return engine(build, false, worker -> product(worker, world.jdbi));
    }

    Engine engine(String build, boolean takeOverUnseen, Consumer<Worker> registration) {
        return engine(build, server.address(), takeOverUnseen, registration);
    }

    /// A control plane that reaches Temporal under this address.
    Engine engine(String build, String address, boolean takeOverUnseen, Consumer<Worker> registration) {
        var config = new TemporalConfig(address, TemporalServer.NAMESPACE, null, null, takeOverUnseen);
        var engine = new Engine(config, new SimpleMeterRegistry(), new Build(build));
        engine.register(registration);
        engine.start();
        engines.add(engine);
        return engine;
    }

    void untilServing(Engine engine) {
        await().atMost(Duration.ofSeconds(60)).until(() -> engine.state().equals("serving"));
    }

    static void product(Worker worker, Jdbi jdbi) {
        worker.registerWorkflowImplementationTypes(
                DeploymentWorkflowImpl.class,
                LaneWorkflowImpl.class,
                RepositoryWatchWorkflowImpl.class,
                ChainWorkflowImpl.class);
        worker.registerActivitiesImplementations(
                new RecordActivitiesImpl(jdbi),
                new LaneActivitiesImpl(jdbi),
                new WatchActivitiesImpl(jdbi),
                new ChainActivitiesImpl(jdbi));
    }

    /// Writes the approval of somebody who may, and lets the relay present it.
    void approve(DeploymentId deployment) {
        var person = Ids.fresh();
        world.execute(
                "INSERT INTO person (id, name, role, password_hash) VALUES (?, ?, 'EDITOR', '-')",
                person,
                "ada-" + person);
        var command = new CommandId(Ids.fresh().toString());
        world.execute("""
                INSERT INTO command (id, deployment, kind, stage, plan_digest, principal, principal_name)
                SELECT CAST(? AS uuid), id, 'APPROVE', 0, plan_digest, ?, 'ada' FROM deployment
                WHERE id = CAST(? AS uuid)
                """, command.value(), "person:" + person, deployment.value());
        world.jdbi.useHandle(handle -> Outbox.command(handle, command));
    }

    String status(DeploymentId deployment) {
        return world.one(String.class, "SELECT status FROM deployment WHERE id = CAST(? AS uuid)", deployment.value());
    }

    void untilStatus(DeploymentId deployment, String status) {
        await().atMost(Duration.ofSeconds(60)).until(() -> status(deployment).equals(status));
    }

    void untilApprovalIsAskedFor(DeploymentId deployment) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> world.texts(
                                "SELECT status FROM stage WHERE deployment = CAST(? AS uuid)", deployment.value())
                        .contains("WAITING"));
    }

    /// How many workflows Temporal lists as open; it learns of them a moment after they began.
    int listed() {
        return client.getWorkflowServiceStubs()
                .blockingStub()
                .listWorkflowExecutions(ListWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(TemporalServer.NAMESPACE)
                        .setQuery("ExecutionStatus = 'Running'")
                        .build())
                .getExecutionsCount();
    }

    private boolean serving() {
        return engines.stream().anyMatch(Engine::serving);
    }

    @Override
    public void close() throws IOException {
        relay.stop();
        changes.stop();
        engines.forEach(Engine::stop);
        pipeds.shutdownNow();
        client.getWorkflowServiceStubs().shutdownNow();
        server.close();
        world.close();
    }
}
