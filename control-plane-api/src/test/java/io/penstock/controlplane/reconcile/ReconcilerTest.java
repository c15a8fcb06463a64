package io.penstock.controlplane.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.controlplane.FakePiped;
import io.penstock.controlplane.TestTemporal;
import io.penstock.controlplane.World;
import io.penstock.controlplane.database.Changes;
import io.penstock.controlplane.outbox.Relay;
import io.penstock.controlplane.outbox.Sender;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.DeploymentId;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ReconcilerTest {
    private static final String ADVISORY_LOCKS = """
            SELECT objid::text FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
            WHERE locktype = 'advisory' AND datname = current_database()
            """;

    private final World world = new World();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final TestTemporal temporal = new TestTemporal(world, new FakePiped(World.config(), gate));
    private final Changes changes = new Changes(world.database.database());
    private final Relay relay = new Relay(
            world.jdbi,
            new Sender(world.jdbi, temporal.environment.getWorkflowClient(), () -> true),
            changes,
            new SimpleMeterRegistry());
    private final Reconciler reconciler = fresh();

    @AfterEach
    void close() {
        gate.countDown();
        relay.stop();
        changes.stop();
        temporal.close();
        world.close();
    }

    @Test
    void recordsThatAWorkflowWasTerminatedAndFreesTheApplication() {
        changes.start();
        relay.start();
        var web = world.application("web", "tokyo");
        var intent = world.intent(web, TriggerKind.COMMIT, false);
        var client = temporal.environment.getWorkflowClient();
        await().atMost(Duration.ofSeconds(30)).until(() -> claimed(intent));
        var stub = client.newUntypedWorkflowStub(TemporalNames.deployment(web));
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> stub.describe() != null);
        client.newUntypedWorkflowStub(TemporalNames.lane(web)).terminate("an accident");
        stub.terminate("by hand");
        world.execute("UPDATE deployment SET last_fact_at = now() - interval '2 minutes'");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            reconciler.pass();
            assertThat(status(intent)).isEqualTo("FAILED");
        });
        assertThat(world.texts("SELECT status_reason FROM deployment"))
                .singleElement()
                .asString()
                .contains("terminated")
                .contains("by hand");
        assertThat(world.texts("SELECT running_deployment FROM application")).containsExactly((String) null);
    }

    @Test
    void freesWhatWasClaimedByALaneThatIsGone() {
        var input = world.claimed(world.application("web", "tokyo"));
        world.execute("UPDATE deployment SET last_fact_at = now() - interval '2 minutes'");
        reconciler.pass();
        assertThat(world.texts("SELECT status_reason FROM deployment"))
                .containsExactly("its lane ended before the deployment began");
        assertThat(status(input.deployment())).isEqualTo("FAILED");
    }

    @Test
    void leavesAloneWhatALaneThatStillRunsHasClaimed() {
        var input = world.claimed(world.application("web", "tokyo"));
        var lane = temporal.environment
                .getWorkflowClient()
                .newUntypedWorkflowStub(
                        "Lane",
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(TemporalNames.lane(input.application()))
                                .setTaskQueue("nobody")
                                .build())
                .start();
        world.execute(
                "UPDATE deployment SET claimed_by = ?, last_fact_at = now() - interval '2 minutes'", lane.getRunId());
        reconciler.pass();
        assertThat(status(input.deployment())).isEqualTo("PENDING");
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhereTemporalForgot() {
        var input = world.claimed(world.application("web", "tokyo"));
        world.plan(input, "1c0ffee0-0000-4000-8000-000000000000", World.config());
        world.execute("UPDATE deployment SET last_fact_at = now() - interval '2 minutes'");
        reconciler.pass();
        assertThat(world.texts("SELECT status_reason FROM deployment"))
                .singleElement()
                .asString()
                .contains("outcome unknown");
    }

    @Test
    void settlesTheOthersWhereOneCannotBeRead() {
        var bad = world.claimed(world.application("bad", "tokyo"));
        var good = world.claimed(world.application("good", "tokyo"));
        world.execute(
                "INSERT INTO deployment_run (deployment, run_id, ordinal) VALUES (CAST(? AS uuid), 'run', 0)",
                bad.deployment().value());
        world.execute("""
                INSERT INTO fact (deployment, run_id, sequence, digest, content)
                VALUES (CAST(? AS uuid), 'run', 0, '\\x00', '{"type":"nothing that is known"}')
                """, bad.deployment().value());
        world.execute("UPDATE deployment SET last_fact_at = now() - interval '2 minutes'");
        reconciler.pass();
        assertThat(status(good.deployment())).isEqualTo("FAILED");
        assertThat(status(bad.deployment())).isEqualTo("PENDING");
        reconciler.pass();
        assertThat(world.texts(ADVISORY_LOCKS)).isEmpty();
    }

    @Test
    void isNotInATransactionWhileItAsksTemporal() {
        world.claimed(world.application("web", "tokyo"));
        world.execute("UPDATE deployment SET last_fact_at = now() - interval '2 minutes'");
        var looks = new AtomicInteger();
        var seen = new ArrayList<String>();
        var asking = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder(
                        temporal.environment.getWorkflowServiceStubs().getOptions())
                .setGrpcClientInterceptors(List.of(new Watching(() -> {
                    looks.incrementAndGet();
                    seen.addAll(world.database
                            .database()
                            .serving()
                            .withHandle(handle ->
                                    handle.select("""
                                    SELECT state FROM pg_stat_activity
                                    WHERE datname = current_database() AND state LIKE 'idle in transaction%'
                                    """).mapTo(String.class).list()));
                })))
                .build());
        try {
            new Reconciler(world.jdbi, new Workflows(asking, temporal.environment.getNamespace()), () -> true).pass();
        } finally {
            asking.shutdownNow();
        }
        assertThat(looks).hasPositiveValue();
        assertThat(seen).isEmpty();
    }

    @Test
    void wakesLanesAndWatchesThatDoNotRun() {
        var web = world.application("web", "tokyo");
        world.intent(web, TriggerKind.COMMIT, false);
        world.execute("UPDATE deployment SET created_at = now() - interval '1 minute'");
        world.execute("UPDATE outbox SET sent_at = now() - interval '1 minute'");
        reconciler.pass();
        reconciler.pass();
        assertThat(world.texts("SELECT key FROM outbox WHERE sent_at IS NULL ORDER BY key"))
                .containsExactly("lane/" + web, "watch/tokyo/shop");
    }

    @Test
    void looksAtFiftyAtATimeAndAtTheOthersNext() {
        for (var each = 0; each < 60; each++) {
            world.claimed(world.application("web" + each, "tokyo"));
        }
        world.execute("UPDATE deployment SET last_fact_at = now() - interval '2 minutes'");
        reconciler.pass();
        assertThat(world.one(Integer.class, "SELECT count(*) FROM deployment WHERE status = 'FAILED'"))
                .isEqualTo(50);
        reconciler.pass();
        assertThat(world.one(Integer.class, "SELECT count(*) FROM deployment WHERE status = 'FAILED'"))
                .isEqualTo(60);
    }

    @Test
    void leavesAloneWhatSpokeLately() {
        var input = world.claimed(world.application("web", "tokyo"));
        world.execute("UPDATE deployment SET last_fact_at = now() - interval '50 seconds'");
        reconciler.pass();
        assertThat(status(input.deployment())).isEqualTo("PENDING");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE deployment SET created_at = now() - interval '20 seconds'",
                "UPDATE application SET disabled = true",
                "UPDATE application SET deleted_at = now()",
                "UPDATE outbox SET sent_at = now() - interval '20 seconds'",
                "UPDATE outbox SET sent_at = NULL",
            })
    void tellsNoLaneThatHasNothingToDoOrWasToldLately(String why) {
        var web = world.application("web", "tokyo");
        world.intent(web, TriggerKind.COMMIT, false);
        world.execute("UPDATE deployment SET created_at = now() - interval '1 minute'");
        world.execute("UPDATE outbox SET sent_at = now() - interval '1 minute'");
        world.execute(why);
        var told = "SELECT count(*) FROM outbox WHERE key = 'lane/" + web + "'";
        var before = world.one(Integer.class, told);
        reconciler.pass();
        assertThat(world.one(Integer.class, told)).isEqualTo(before);
    }

    @Test
    void tellsNoLaneThatIsBusy() {
        var web = world.application("web", "tokyo");
        world.claimed(web);
        world.intent(web, TriggerKind.COMMIT, false);
        world.execute("UPDATE deployment SET created_at = now() - interval '1 minute'");
        world.execute("UPDATE outbox SET sent_at = now() - interval '1 minute'");
        reconciler.pass();
        assertThat(world.texts("SELECT key FROM outbox WHERE sent_at IS NULL")).doesNotContain("lane/" + web);
    }

    @Test
    void endsNothingAndHoldsNothingWhereTemporalIsAway() {
        var input = world.claimed(world.application("web", "tokyo"));
        world.execute("UPDATE deployment SET last_fact_at = now() - interval '2 minutes'");
        var nobody = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:1")
                .setRpcTimeout(Duration.ofSeconds(1))
                .build());
        try {
            var away = new Reconciler(world.jdbi, new Workflows(nobody, "default"), () -> true);
            assertThatThrownBy(away::pass).isInstanceOf(StatusRuntimeException.class);
        } finally {
            nobody.shutdownNow();
        }
        assertThat(status(input.deployment())).isEqualTo("PENDING");
        assertThat(world.texts(ADVISORY_LOCKS)).isEmpty();
    }

    @Test
    void endsAChainThatNobodyCarriesOn() {
        var web = world.application("web", "tokyo");
        world.application("api", "tokyo");
        world.execute("UPDATE application SET config = '{\"trigger\":{\"onChain\":{\"disabled\":false}}}'"
                + " WHERE name = 'api'");
        world.deploy(world.claimed(web), "run", World.config("api", true));
        world.execute("UPDATE outbox SET sent_at = now() - interval '2 hours'");
        reconciler.pass();
        assertThat(world.texts("SELECT status FROM chain")).containsExactly("RUNNING");
        assertThat(world.texts("SELECT key FROM outbox WHERE sent_at < now() - interval '1 hour'"))
                .isEmpty();
        world.execute("UPDATE chain SET created_at = now() - interval '2 minutes'");
        fresh().pass();
        assertThat(world.texts("SELECT status_reason FROM chain"))
                .containsExactly("its workflow ended without a last word");
    }

    private Reconciler fresh() {
        return new Reconciler(
                world.jdbi,
                new Workflows(temporal.environment.getWorkflowServiceStubs(), temporal.environment.getNamespace()),
                () -> true);
    }

    /// Looks at something before each call to Temporal.
    private record Watching(Runnable look) implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(
                MethodDescriptor<Q, A> method, CallOptions options, Channel channel) {
            look.run();
            return channel.newCall(method, options);
        }
    }

    private boolean claimed(DeploymentId deployment) {
        return world.one(
                Boolean.class,
                "SELECT claimed_at IS NOT NULL FROM deployment WHERE id = CAST(? AS uuid)",
                deployment.value());
    }

    private String status(DeploymentId deployment) {
        return world.one(String.class, "SELECT status FROM deployment WHERE id = CAST(? AS uuid)", deployment.value());
    }
}
