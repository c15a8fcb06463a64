package io.penstock.controlplane.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.controlplane.Ids;
import io.penstock.controlplane.database.Database;
import io.penstock.controlplane.database.DatabaseConfig;
import io.penstock.controlplane.deployment.RecordActivitiesImpl;
import io.penstock.controlplane.lane.LaneActivitiesImpl;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.deployment.DeploymentWorkflow.CommandReference;
import io.penstock.workflows.deployment.DeploymentWorkflowImpl;
import io.penstock.workflows.deployment.Plan;
import io.penstock.workflows.deployment.RecordActivities;
import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.CommandId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.lane.LaneWorkflowImpl;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Accidents that only the real Temporal can have.
@Timeout(300)
class ServerAccidentsTest {
    private static final int MANY = 300;
    /// So long that pauses which double each time are far apart.
    private static final Duration AWAY = Duration.ofSeconds(15);

    @Test
    void aTerminatedDeploymentIsRecordedAsLostAndTheNextOneFollows() throws Exception {
        try (var it = new ServerFlow(ServerFlow.approval())) {
            it.untilServing(it.engine("any"));
            var web = it.world.application("web", "tokyo");
            var first = it.world.intent(web, TriggerKind.COMMIT, false);
            it.untilApprovalIsAskedFor(first);
            var second = it.world.intent(web, TriggerKind.COMMIT, false);
            it.client.newUntypedWorkflowStub(TemporalNames.deployment(web)).terminate("by hand");
            it.untilStatus(first, "FAILED");
            assertThat(it.world.texts("SELECT status_reason FROM deployment WHERE id = CAST(? AS uuid)", first.value()))
                    .singleElement()
                    .asString()
                    .contains("without a last word");
            it.untilApprovalIsAskedFor(second);
        }
    }

    @Test
    void aLaneThatIsResetWhileItsDeploymentLivesDeploysNothingTwice() throws Exception {
        try (var it = new ServerFlow(ServerFlow.approval())) {
            it.untilServing(it.engine("any"));
            var web = it.world.application("web", "tokyo");
            var first = it.world.intent(web, TriggerKind.COMMIT, false);
            it.untilApprovalIsAskedFor(first);
            reset(it, TemporalNames.lane(web));
            var second = it.world.intent(web, TriggerKind.COMMIT, false);
            it.approve(first);
            it.untilStatus(first, "SUCCEEDED");
            it.untilApprovalIsAskedFor(second);
            it.approve(second);
            it.untilStatus(second, "SUCCEEDED");
            assertThat(runs(it, first)).isEqualTo(1);
            assertThat(runs(it, second)).isEqualTo(1);
        }
    }

    @Test
    void aResetDeploymentGoesOnUnderItsNewRunAndIsShownAsThat() throws Exception {
        try (var it = new ServerFlow(ServerFlow.approval())) {
            it.untilServing(it.engine("any"));
            var web = it.world.application("web", "tokyo");
            var first = it.world.intent(web, TriggerKind.COMMIT, false);
            it.untilApprovalIsAskedFor(first);
            reset(it, TemporalNames.deployment(web));
            await().atMost(Duration.ofSeconds(60)).until(() -> runs(it, first) == 2);
            it.untilApprovalIsAskedFor(first);
            it.approve(first);
            it.untilStatus(first, "SUCCEEDED");
            var second = it.world.intent(web, TriggerKind.COMMIT, false);
            it.untilApprovalIsAskedFor(second);
        }
    }

    @Test
    void whatWasCommittedBeforeItsTaskWasLostIsWithdrawnAndWrittenAnew() throws Exception {
        try (var it = new ServerFlow(ServerFlow.approval());
                var way = new Cut(Integer.parseInt(it.server.address().replaceFirst(".*:", "")))) {
            var committed = new CountDownLatch(1);
            var dying = it.engine("any", "127.0.0.1:" + way.port(), false, worker -> {
                worker.registerWorkflowImplementationTypes(DeploymentWorkflowImpl.class, LaneWorkflowImpl.class);
                worker.registerActivitiesImplementations(
                        new LaneActivitiesImpl(it.world.jdbi),
                        new Dying(new RecordActivitiesImpl(it.world.jdbi), committed));
            });
            it.untilServing(dying);
            var first = it.world.intent(it.world.application("web", "tokyo"), TriggerKind.COMMIT, false);
            assertThat(committed.await(60, TimeUnit.SECONDS)).isTrue();
            // Before its worker can tell Temporal that the task goes on.
            way.cut();
            it.untilServing(it.engine("any"));
            await().atMost(Duration.ofSeconds(60)).until(() -> withdrawn(it, first) > 0);
            it.untilApprovalIsAskedFor(first);
            it.approve(first);
            it.untilStatus(first, "SUCCEEDED");
            var numbers = it.world.texts(
                    "SELECT sequence FROM fact WHERE NOT withdrawn AND deployment = CAST(? AS uuid) ORDER BY sequence",
                    first.value());
            assertThat(numbers)
                    .containsExactlyElementsOf(IntStream.range(0, numbers.size())
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    @Test
    void temporalIsServedWithinSecondsOfItsReturn() throws Exception {
        try (var it = new ServerFlow(ServerFlow.approval());
                var way = new Cut(Integer.parseInt(it.server.address().replaceFirst(".*:", "")))) {
            it.untilServing(it.engine(
                    "any", "127.0.0.1:" + way.port(), false, worker -> ServerFlow.product(worker, it.world.jdbi)));
            var first = it.world.intent(it.world.application("web", "tokyo"), TriggerKind.COMMIT, false);
            it.untilApprovalIsAskedFor(first);
            way.cut();
            Thread.sleep(AWAY);
            way.mend();
            var begun = System.nanoTime();
            it.approve(first);
            it.untilStatus(first, "SUCCEEDED");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void threeHundredOpenDeploymentsLeaveRoomForOthersWhilePostgresIsAway() throws Exception {
        try (var it = new ServerFlow(ServerFlow.approval());
                var way = new Cut(port(it))) {
            var config = it.world.database.config();
            var database = new Database(
                    new DatabaseConfig(
                            config.url().replace(":" + port(it) + "/", ":" + way.port() + "/"),
                            "postgres",
                            "",
                            null,
                            8),
                    new SimpleMeterRegistry());
            it.untilServing(it.engine("any", false, worker -> ServerFlow.product(worker, database.recording())));
            var applications = new ArrayList<ApplicationId>();
            var deployments = new ArrayList<DeploymentId>();
            for (var number = 0; number < MANY; number++) {
                applications.add(it.world.application("app-" + number, "tokyo"));
                deployments.add(it.world.intent(applications.getLast(), TriggerKind.COMMIT, false));
            }
            await().atMost(Duration.ofMinutes(4))
                    .until(() ->
                            it.world.one(Integer.class, "SELECT count(*) FROM stage WHERE status = 'WAITING'") == MANY);
            way.cut();
            for (var application : applications) {
                it.client
                        .newUntypedWorkflowStub(TemporalNames.deployment(application))
                        .signal("approve", "a token that nobody issued");
            }
            Thread.sleep(5_000);
            for (var asked = 0; asked < 5; asked++) {
                var begun = System.nanoTime();
                var stub = it.client.newUntypedWorkflowStub(TemporalNames.deployment(applications.get(asked * 50)));
                var stranger = new CommandReference(
                        deployments.getLast(), new CommandId(Ids.fresh().toString()));
                assertThatThrownBy(() -> stub.update("command", void.class, stranger))
                        .hasStackTraceContaining("the one that runs now");
                var took = Duration.ofNanos(System.nanoTime() - begun);
                assertThat(took).isLessThan(Duration.ofSeconds(10));
            }
            way.mend();
            it.approve(deployments.getFirst());
            it.untilStatus(deployments.getFirst(), "SUCCEEDED");
            database.stop();
        }
    }

    private static int port(ServerFlow it) {
        return URI.create(it.world.database.config().url().substring("jdbc:".length()))
                .getPort();
    }

    private static int runs(ServerFlow it, DeploymentId deployment) {
        return it.world.one(
                Integer.class,
                "SELECT count(*) FROM deployment_run WHERE deployment = CAST(? AS uuid)",
                deployment.value());
    }

    private static int withdrawn(ServerFlow it, DeploymentId deployment) {
        return it.world.one(
                Integer.class,
                "SELECT count(*) FROM fact WHERE withdrawn AND deployment = CAST(? AS uuid)",
                deployment.value());
    }

    /// Back to the end of the first workflow task.
    private static void reset(ServerFlow it, String workflowId) {
        var first = it.client.fetchHistory(workflowId).getEvents().stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
                .findFirst()
                .orElseThrow();
        it.client
                .getWorkflowServiceStubs()
                .blockingStub()
                .resetWorkflowExecution(ResetWorkflowExecutionRequest.newBuilder()
                        .setNamespace(it.client.getOptions().getNamespace())
                        .setWorkflowExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                        .setWorkflowTaskFinishEventId(first.getEventId())
                        .setRequestId(UUID.randomUUID().toString())
                        .setReason("an accident")
                        .build());
    }

    /// Commits the first facts behind the plan and never answers, as a process does that dies just then.
    private record Dying(RecordActivities real, CountDownLatch committed) implements RecordActivities {
        @Override
        public Plan plan(PlanRequest request) {
            return real.plan(request);
        }

        @Override
        public void facts(FactBatch batch) {
            real.facts(batch);
            committed.countDown();
            try {
                Thread.sleep(Duration.ofHours(1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Verdict verify(Verification verification) {
            return real.verify(verification);
        }
    }
}
