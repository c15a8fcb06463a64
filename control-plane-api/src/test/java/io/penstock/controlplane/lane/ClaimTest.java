package io.penstock.controlplane.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.controlplane.World;
import io.penstock.controlplane.deployment.Endings;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.lane.LaneActivities.Claim;
import io.penstock.workflows.lane.LaneActivities.Lost;
import java.util.HashSet;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClaimTest {
    private static final World WORLD = new World();
    private static int number;

    private final ApplicationId application = WORLD.application("claim-" + number++, "tokyo");

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @Test
    void claimsTheNewestAndSaysOfTheOthersWhatSupersededThem() {
        var old = WORLD.intent(application, TriggerKind.COMMIT, false);
        var newest = WORLD.intent(application, TriggerKind.COMMIT, false);
        var claim = WORLD.claim(application, "lane-1");
        assertThat(claim.next()).isNotNull();
        assertThat(Objects.requireNonNull(claim.next()).deployment()).isEqualTo(newest);
        assertThat(claim.next().number()).isEqualTo(1);
        assertThat(status(old)).isEqualTo("SUPERSEDED");
        assertThat(WORLD.one(
                        String.class, "SELECT status_reason FROM deployment WHERE id = CAST(? AS uuid)", old.value()))
                .contains(newest.value());
    }

    @Test
    void givesARollbackTheBundleOfItsTarget() {
        var target = WORLD.intent(application, TriggerKind.COMMIT, false);
        var bundle = "cd".repeat(32);
        WORLD.execute("""
                UPDATE deployment SET bundle = ?, status = 'SUCCEEDED', finished_at = now() WHERE id = CAST(? AS uuid)
                """, bundle, target.value());
        var back = WORLD.intent(application, TriggerKind.ROLLBACK, false);
        WORLD.execute(
                "UPDATE deployment SET target = CAST(? AS uuid) WHERE id = CAST(? AS uuid)",
                target.value(),
                back.value());
        var claimed = Objects.requireNonNull(WORLD.claim(application, "lane-1").next());
        assertThat(claimed.deployment()).isEqualTo(back);
        assertThat(claimed.stored()).isEqualTo(new BlobId(bundle));
    }

    @Test
    void claimsARollbackFirstAndNumbersGrow() {
        var rollback = WORLD.intent(application, TriggerKind.ROLLBACK, true);
        var newest = WORLD.intent(application, TriggerKind.COMMIT, false);
        var first = WORLD.claim(application, "lane-1");
        assertThat(Objects.requireNonNull(first.next()).deployment()).isEqualTo(rollback);
        assertThat(first.left()).isEqualTo(1);
        WORLD.lane.lost(new Lost(rollback, "its workflow was terminated"));
        assertThat(status(rollback)).isEqualTo("FAILED");
        var second = WORLD.claim(application, "lane-1");
        assertThat(Objects.requireNonNull(second.next()).deployment()).isEqualTo(newest);
        assertThat(second.next().number()).isEqualTo(2);
    }

    @Test
    void givesTheSameClaimToTheSameRunAndBusyToAnother() {
        var intent = WORLD.intent(application, TriggerKind.COMMIT, false);
        var claim = WORLD.claim(application, "lane-1");
        assertThat(WORLD.claim(application, "lane-1")).isEqualTo(claim);
        assertThat(WORLD.claim(application, "lane-2")).isEqualTo(new Claim(null, intent, 0));
    }

    @Test
    void claimsNothingOfADisabledApplication() {
        WORLD.intent(application, TriggerKind.COMMIT, false);
        WORLD.execute("UPDATE application SET disabled = true WHERE id = CAST(? AS uuid)", application.value());
        assertThat(WORLD.claim(application, "lane-1")).isEqualTo(new Claim(null, null, 0));
    }

    @Test
    void startsFromWhatSucceededLast() {
        var first = WORLD.claimed(application);
        assertThat(first.running()).isNull();
        WORLD.deploy(first, "run-1", World.config());
        WORLD.intent(application, TriggerKind.COMMIT, false);
        var second = Objects.requireNonNull(WORLD.claim(application, "lane-1").next());
        assertThat(Objects.requireNonNull(second.running()).deployment()).isEqualTo(first.deployment());
        assertThat(second.running().commit()).isEqualTo(World.COMMIT);
    }

    @Test
    void takesNothingThatIsBeingCancelled() throws Exception {
        var old = WORLD.intent(application, TriggerKind.COMMIT, false);
        var newest = WORLD.intent(application, TriggerKind.COMMIT, false);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var handle = WORLD.jdbi.open()) {
            handle.begin();
            assertThat(Endings.withdraw(handle, newest, "cancelled by ada")).isTrue();
            var claim = threads.submit(() -> WORLD.claim(application, "lane"));
            Awaitility.await()
                    .until(() -> WORLD.one(
                            Boolean.class,
                            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND wait_event_type = 'Lock')"));
            handle.commit();
            assertThat(Objects.requireNonNull(claim.get().next()).deployment()).isEqualTo(old);
        }
        assertThat(status(newest)).isEqualTo("CANCELLED");
        assertThat(WORLD.texts("SELECT last_number FROM application WHERE id = CAST(? AS uuid)", application.value()))
                .containsExactly("1");
    }

    @Test
    void letsOneOfManyLanesWin() throws Exception {
        IntStream.range(0, 20).forEach(_ -> WORLD.intent(application, TriggerKind.COMMIT, false));
        var winners = new HashSet<DeploymentId>();
        var claims = IntStream.range(0, 16)
                .<Callable<Claim>>mapToObj(lane -> () -> WORLD.claim(application, "lane-" + lane))
                .toList();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var claim : executor.invokeAll(claims)) {
                var next = claim.get().next();
                if (next != null) {
                    assertThat(winners.add(next.deployment())).isTrue();
                }
            }
        }
        assertThat(winners).hasSize(1);
        assertThat(WORLD.one(
                        Integer.class,
                        "SELECT count(*) FROM deployment WHERE application = CAST(? AS uuid) AND status = ?",
                        application.value(),
                        DeploymentStatus.SUPERSEDED.name()))
                .isEqualTo(19);
    }

    private static String status(DeploymentId deployment) {
        return WORLD.one(String.class, "SELECT status FROM deployment WHERE id = CAST(? AS uuid)", deployment.value());
    }
}
