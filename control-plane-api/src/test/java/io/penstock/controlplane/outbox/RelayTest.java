package io.penstock.controlplane.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.controlplane.FakePiped;
import io.penstock.controlplane.Ids;
import io.penstock.controlplane.TestTemporal;
import io.penstock.controlplane.World;
import io.penstock.controlplane.database.Changes;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.deployment.DeploymentWorkflow.DeploymentOutcome;
import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.CommandId;
import io.penstock.workflows.id.DeploymentId;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RelayTest {
    private static final String ROW = """
            INSERT INTO outbox (kind, key, content)
            VALUES ('WATCH', ?, jsonb_build_object('cluster', 'tokyo', 'repository', 'shop'))
            """;

    private final World world = new World();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final FakePiped piped = new FakePiped(World.config(), gate);
    private final TestTemporal temporal = new TestTemporal(world, piped);
    private final Changes changes = new Changes(world.database.database());
    private final AtomicBoolean reachable = new AtomicBoolean(true);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private volatile Duration slowness = Duration.ZERO;
    private final Relay relay = relay();
    private final Relay replica = relay();

    @BeforeEach
    void start() {
        changes.start();
        relay.start();
        replica.start();
    }

    @AfterEach
    void close() {
        gate.countDown();
        relay.stop();
        replica.stop();
        changes.stop();
        temporal.close();
        world.close();
    }

    @Test
    void carriesAnIntentToItsEnd() {
        gate.countDown();
        var web = world.application("web", "tokyo");
        var first = world.intent(web, TriggerKind.COMMIT, false);
        untilStatus(first, "SUCCEEDED");
        var second = world.intent(web, TriggerKind.COMMIT, false);
        untilStatus(second, "SUCCEEDED");
        assertThat(piped.applied).hasSize(2);
        assertThat(world.texts("SELECT DISTINCT number FROM deployment ORDER BY number"))
                .containsExactly("1", "2");
    }

    @Test
    void waitsForTemporalAndLosesNothing() throws InterruptedException {
        gate.countDown();
        reachable.set(false);
        var intent = world.intent(world.application("web", "tokyo"), TriggerKind.COMMIT, false);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !world.texts("SELECT last_error FROM outbox WHERE last_error IS NOT NULL")
                        .isEmpty());
        assertThat(world.texts("SELECT last_error FROM outbox")).containsExactly("waiting for Temporal");
        reachable.set(true);
        untilStatus(intent, "SUCCEEDED");
    }

    @Test
    void sendsTheRowsOfOneKeyOneAfterAnotherInTheOrderInWhichTheyWereWritten() {
        reachable.set(false);
        world.execute("""
                INSERT INTO outbox (kind, key, content)
                SELECT 'WATCH', 'watch/tokyo/shop', jsonb_build_object('cluster', 'tokyo', 'repository', 'shop')
                FROM generate_series(1, 5)
                """);
        slowness = Duration.ofMillis(100);
        reachable.set(true);
        await().atMost(Duration.ofSeconds(40))
                .until(() -> world.texts("SELECT id FROM outbox WHERE sent_at IS NULL")
                        .isEmpty());
        assertThat(world.texts("SELECT id FROM outbox ORDER BY sent_at"))
                .isEqualTo(world.texts("SELECT id FROM outbox ORDER BY id"));
    }

    @Test
    void measuresUntilTemporalHasTakenARow() {
        slowness = Duration.ofMillis(700);
        world.intent(world.application("web", "tokyo"), TriggerKind.COMMIT, false);
        var age = meters.get("penstock.outbox.age").timer();
        await().atMost(Duration.ofSeconds(20)).until(() -> age.count() > 0);
        assertThat(age.max(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(700);
    }

    @Test
    void cancelsByARowAndWritesDownARefusal() {
        var web = world.application("web", "tokyo");
        var intent = world.intent(web, TriggerKind.COMMIT, false);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> world.one(
                        Boolean.class,
                        "SELECT claimed_at IS NOT NULL FROM deployment WHERE id = CAST(? AS uuid)",
                        intent.value()));
        var person = Ids.fresh();
        world.execute("INSERT INTO person (id, name, role, password_hash) VALUES (?, 'ada', 'EDITOR', '-')", person);
        var cancel = cancel(intent, "person:" + person);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> world.one(
                        Boolean.class, "SELECT sent_at IS NOT NULL FROM outbox WHERE key = ?", "command/" + cancel));
        gate.countDown();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> world.one(
                        Boolean.class,
                        "SELECT finished_at IS NOT NULL FROM deployment WHERE id = CAST(? AS uuid)",
                        intent.value()));
        temporal.environment
                .getWorkflowClient()
                .newUntypedWorkflowStub(TemporalNames.deployment(web))
                .getResult(DeploymentOutcome.class);
        var late = cancel(intent, "person:" + person);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                world.texts("SELECT refusal FROM command WHERE id = CAST(? AS uuid)", late.value()))
                        .singleElement()
                        .asString()
                        .contains("not running"));
    }

    @Test
    void sendsARowOnceHoweverManyReplicasLook() {
        slowness = Duration.ofMillis(1_500);
        row("watch/tokyo/shop");
        untilAllIsSent();
        assertThat(world.texts("SELECT attempts FROM outbox")).containsExactly("1");
    }

    @Test
    void takesWhatADeadReplicaHadLeasedOnceTheLeaseIsOver() {
        world.execute(
                ROW.replace("(kind", "(due_at, attempts, kind")
                        .replace("('WATCH'", "(now() + interval '10 seconds', 1, 'WATCH'"),
                "watch/tokyo/shop");
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(8)).until(() -> unsent() == 1);
        untilAllIsSent();
        assertThat(world.texts("SELECT attempts FROM outbox")).containsExactly("2");
    }

    @Test
    void goesOnBesideARowThatCannotBeSentAndTriesThatMoreAndMoreSeldom() {
        var begun = System.nanoTime();
        world.execute("INSERT INTO outbox (kind, key, content) VALUES ('WATCH', 'watch/bad', '{}')");
        row("watch/tokyo/shop");
        row("watch/bad");
        await().atMost(Duration.ofSeconds(20)).until(() -> unsent() == 2);
        assertThat(world.texts("SELECT key FROM outbox WHERE sent_at IS NULL")).containsOnly("watch/bad");
        await().atMost(Duration.ofSeconds(20)).until(() -> attempts() >= 4);
        // After 0.2, 0.4 and 0.8 s.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1_300));
        assertThat(world.texts("SELECT attempts FROM outbox WHERE last_error IS NULL AND sent_at IS NULL"))
                .containsExactly("0");
    }

    private void row(String key) {
        world.execute(ROW, key);
    }

    private int attempts() {
        return world.one(Integer.class, "SELECT max(attempts) FROM outbox WHERE sent_at IS NULL");
    }

    private int unsent() {
        return world.one(Integer.class, "SELECT count(*) FROM outbox WHERE sent_at IS NULL");
    }

    private void untilAllIsSent() {
        await().atMost(Duration.ofSeconds(20)).until(() -> unsent() == 0);
    }

    private CommandId cancel(DeploymentId deployment, String principal) {
        var id = new CommandId(Ids.fresh().toString());
        world.execute("""
                INSERT INTO command (id, deployment, kind, principal, principal_name)
                VALUES (CAST(? AS uuid), CAST(? AS uuid), 'CANCEL_WITHOUT_ROLLBACK', ?, 'ada')
                """, id.value(), deployment.value(), principal);
        world.jdbi.useHandle(handle -> Outbox.command(handle, id));
        return id;
    }

    private void untilStatus(DeploymentId deployment, String status) {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(world.texts(
                                "SELECT status FROM deployment WHERE id = CAST(? AS uuid)", deployment.value()))
                        .containsExactly(status));
    }

    private Relay relay() {
        var sender = new Sender(world.jdbi, temporal.environment.getWorkflowClient(), this::reached);
        return new Relay(world.jdbi, sender, changes, meters);
    }

    private boolean reached() {
        try {
            Thread.sleep(slowness);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return reachable.get();
    }
}
