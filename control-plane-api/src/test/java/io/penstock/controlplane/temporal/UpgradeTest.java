package io.penstock.controlplane.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.controlplane.World;
import io.penstock.controlplane.gate.TemporalServer;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.deployment.DeploymentInput;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.deployment.DeploymentWorkflow;
import io.penstock.workflows.deployment.TriggerKind;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A new build of the control plane on the real Temporal.
@Timeout(180)
class UpgradeTest {
    @Test
    void aDeploymentThatWaitsForAnApprovalGoesOnUnderTheNextBuild() throws Exception {
        try (var it = new ServerFlow(ServerFlow.approval())) {
            var former = it.engine("former");
            it.untilServing(former);
            var web = it.world.application("web", "tokyo");
            var intent = it.world.intent(web, TriggerKind.COMMIT, false);
            it.untilApprovalIsAskedFor(intent);
            former.stop();

            var next = it.engine("next");
            it.untilServing(next);
            assertThat(new Versions(it.client.getWorkflowServiceStubs(), "penstock").ask())
                    .isEqualTo(new Versions.Known(true, "next"));
            it.approve(intent);
            it.untilStatus(intent, "SUCCEEDED");
            var stub = it.client.newUntypedWorkflowStub(TemporalNames.deployment(web));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(stub.describe()
                                    .getRawDescription()
                                    .getWorkflowExecutionInfo()
                                    .getVersioningInfo()
                                    .getDeploymentVersion()
                                    .getBuildId())
                            .isEqualTo("next"));

            next.stop();
            var again = it.engine("former");
            it.untilServing(again);
            var second = it.world.intent(web, TriggerKind.COMMIT, false);
            it.untilApprovalIsAskedFor(second);
        }
    }

    @Test
    void whatHasEndedIsKeptForFourteenDays() throws Exception {
        try (var it = new ServerFlow(World.config())) {
            it.untilServing(it.engine("any"));
            var config = it.client
                    .getWorkflowServiceStubs()
                    .blockingStub()
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(TemporalServer.NAMESPACE)
                            .build())
                    .getConfig();
            assertThat(config.getWorkflowExecutionRetentionTtl().getSeconds())
                    .isEqualTo(Duration.ofDays(14).toSeconds());
        }
    }

    @Test
    void aBuildThatCannotGoOnWithWhatIsOpenSaysSoAndWaits() throws Exception {
        try (var it = new ServerFlow(World.config())) {
            var former = it.engine(
                    "former", false, worker -> worker.registerWorkflowImplementationTypes(OtherDeployment.class));
            it.untilServing(former);
            var web = it.world.application("web", "tokyo");
            var stub = it.client.newUntypedWorkflowStub(
                    "Deployment",
                    WorkflowOptions.newBuilder()
                            .setWorkflowId(TemporalNames.deployment(web))
                            .setTaskQueue(TemporalNames.CONTROL_PLANE_QUEUE)
                            .build());
            stub.start(it.world.claimed(web));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> it.client
                                    .fetchHistory(TemporalNames.deployment(web))
                                    .getEvents()
                                    .size()
                            > 4);
            await().atMost(Duration.ofSeconds(30)).until(() -> it.listed() > 0);
            former.stop();

            var next = it.engine("next");
            await().atMost(Duration.ofSeconds(60)).until(() -> next.refusal() != null);
            assertThat(next.refusal())
                    .startsWith("the open workflow deploy/" + web)
                    .contains("does not go on with this build")
                    .contains("takeOverUnseen");
            assertThat(next.serving()).isFalse();

            stub.terminate("it cannot be mended");
            it.untilServing(next);
            assertThat(next.refusal()).isNull();
        }
    }

    @Test
    void whoInsistsTakesOverUnseen() throws Exception {
        try (var it = new ServerFlow(World.config())) {
            var engine = it.engine("any", true, worker -> ServerFlow.product(worker, it.world.jdbi));
            it.untilServing(engine);
            var intent = it.world.intent(it.world.application("web", "tokyo"), TriggerKind.COMMIT, false);
            it.untilStatus(intent, "SUCCEEDED");
        }
    }

    @Test
    void theSameWorkflowCodeIsTheSameBuild() {
        assertThat(Build.of(TemporalNames.class)).isEqualTo(Build.of(DeploymentWorkflow.class));
        assertThat(Build.of(TemporalNames.class)).isNotEqualTo(Build.of(Test.class));
    }

    /// A deployment as another program might have it.
    public static final class OtherDeployment implements DeploymentWorkflow {
        @Override
        public DeploymentOutcome deploy(DeploymentInput input) {
            Workflow.sleep(Duration.ofHours(1));
            return new DeploymentOutcome(DeploymentStatus.SUCCEEDED, "");
        }

        @Override
        public void command(CommandReference reference) {}

        @Override
        public void validateCommand(CommandReference reference) {}

        @Override
        public void configurationChanged() {}

        @Override
        public void approve(String token) {}
    }
}
