package io.penstock.workflows.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.workflows.Histories;
import io.penstock.workflows.Json;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.deployment.DeploymentWorkflow.CommandReference;
import io.penstock.workflows.deployment.DeploymentWorkflow.DeploymentOutcome;
import io.penstock.workflows.deployment.PlanFacts.CommitMatch;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.CommandId;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.id.RepositoryId;
import io.penstock.workflows.kubernetes.KubernetesActivities.Rendered;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A deployment of one application in a time-skipping Temporal, with a cluster and a record made for tests.
final class DeploymentFixture implements AutoCloseable {
    static final DeploymentId DEPLOYMENT = new DeploymentId("00000000-0000-7000-8000-000000000001");
    static final ApplicationId APPLICATION = new ApplicationId("00000000-0000-7000-8000-000000000002");
    static final CommitId COMMIT = new CommitId("4f2a91c".repeat(5) + "4f2a9");
    static final CommitId BEFORE = new CommitId("1b2c3d4".repeat(5) + "1b2c3");
    static final BlobId BUNDLE = new BlobId("ab".repeat(32));
    static final BlobId BUNDLE_BEFORE = new BlobId("cd".repeat(32));
    static final ClusterName TOKYO = new ClusterName("tokyo");

    final TestWorkflowEnvironment temporal;
    final FakeRecord record = new FakeRecord();
    final FakeCluster cluster;
    private @Nullable WorkflowStub stub;

    DeploymentFixture(ApplicationConfig config) {
        cluster = new FakeCluster(rendered(config));
        var client = WorkflowClientOptions.newBuilder()
                .setDataConverter(DefaultDataConverter.newDefaultInstance()
                        .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Json.wire())))
                .build();
        var options = TestEnvironmentOptions.newBuilder().setWorkflowClientOptions(client);
        for (var attribute : TemporalNames.SEARCH_ATTRIBUTES) {
            options.registerSearchAttribute(attribute.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
        }
        temporal = TestWorkflowEnvironment.newInstance(options.build());
        var worker = temporal.newWorker(TemporalNames.CONTROL_PLANE_QUEUE);
        worker.registerWorkflowImplementationTypes(DeploymentWorkflowImpl.class);
        worker.registerActivitiesImplementations(record);
        temporal.newWorker(TOKYO.value()).registerActivitiesImplementations(cluster);
        temporal.start();
    }

    /// @param skipped indexes of the stages that their `skipOn` leaves out
    static Rendered rendered(ApplicationConfig config, Integer... skipped) {
        var facts = new PlanFacts(
                config,
                CommitMatch.NONE,
                true,
                "spec.template.spec.containers.0.image",
                null,
                null,
                "web: nginx 1 → 2",
                List.of(),
                "penstock",
                List.of(skipped),
                0,
                null);
        return new Rendered(
                new CommitView(COMMIT, "Ship it", "Ada <ada@example.com>", Instant.EPOCH), BUNDLE, "digest", facts);
    }

    static DeploymentInput input(boolean first) {
        return new DeploymentInput(
                DEPLOYMENT,
                APPLICATION,
                "web",
                "default",
                TOKYO,
                new RepositoryId("sample"),
                "web",
                "app.pipecd.yaml",
                7,
                0,
                COMMIT,
                TriggerKind.COMMIT,
                null,
                null,
                first ? null : new DeploymentInput.Running(DEPLOYMENT, BEFORE, BUNDLE_BEFORE),
                null,
                null);
    }

    void start() {
        start(input(false));
    }

    void start(boolean first) {
        start(input(first));
    }

    void start(DeploymentInput input) {
        var workflow = temporal.getWorkflowClient()
                .newWorkflowStub(
                        DeploymentWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(TemporalNames.CONTROL_PLANE_QUEUE)
                                .setWorkflowId(TemporalNames.deployment(APPLICATION))
                                .build());
        WorkflowClient.start(workflow::deploy, input);
        stub = WorkflowStub.fromTyped(workflow);
    }

    WorkflowStub stub() {
        if (stub == null) {
            throw new IllegalStateException("deployment: none (expected: start() before)");
        }
        return stub;
    }

    DeploymentOutcome outcome() {
        return stub().getResult(DeploymentOutcome.class);
    }

    /// Writes a row and presents it, as the relay does.
    void command(FakeRecord.Row row) {
        var id = new CommandId(UUID.randomUUID().toString());
        record.row(id.value(), row);
        stub().update("command", void.class, new CommandReference(DEPLOYMENT, id));
    }

    /// Lets the time before the approval go by and waits until the deployment recorded that it waits at a stage.
    void untilWaitingAt(int stage) throws InterruptedException {
        temporal.sleep(Duration.ofMinutes(6));
        while (record.of(Fact.Waiting.class).stream()
                .noneMatch(fact -> Integer.valueOf(stage).equals(fact.stage()))) {
            Thread.sleep(10);
        }
    }

    /// The events so far that carry these attributes, with everything that Temporal keeps of them.
    List<JsonNode> events(String attributes) {
        var history = temporal.getWorkflowClient().fetchHistory(TemporalNames.deployment(APPLICATION));
        var found = new ArrayList<JsonNode>();
        for (var event : Json.read(history.toJson(false), JsonNode.class).get("events")) {
            if (event.has(attributes)) {
                found.add(event);
            }
        }
        return found;
    }

    void keep(String name) throws IOException {
        Histories.keep(temporal, TemporalNames.deployment(APPLICATION), name);
    }

    @Override
    public void close() {
        temporal.close();
    }
}
