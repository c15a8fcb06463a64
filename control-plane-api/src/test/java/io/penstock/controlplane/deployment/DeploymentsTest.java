package io.penstock.controlplane.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.controlplane.Ids;
import io.penstock.controlplane.World;
import io.penstock.controlplane.deployment.DeploymentView.WaitingView;
import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.DeploymentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeploymentsTest {
    private final World world = new World();
    private final Deployments deployments = new Deployments(world.jdbi, null, "penstock");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatIsQueuedForADisabledApplicationWaitsForThat() {
        var web = world.application("web", "tokyo");
        var intent = world.intent(web, TriggerKind.COMMIT, false);
        world.execute("UPDATE application SET disabled = true");
        world.execute("UPDATE outbox SET sent_at = now()");
        assertThat(waits(intent)).singleElement().satisfies(wait -> {
            assertThat(wait.cause()).isEqualTo("application web is disabled");
            assertThat(wait.unblock()).isEqualTo("it is enabled, or this deployment is cancelled");
        });
    }

    @Test
    void aPipedThatIsNotSeenIsNotConnectedThoughNobodySawItGo() {
        var piped = Ids.fresh();
        world.execute("INSERT INTO piped (id, cluster, name) VALUES (?, 'tokyo', 'p')", piped);
        world.execute(
                "INSERT INTO piped_replica (incarnation, piped, host, version) VALUES (?, ?, 'host', '0')",
                UUID.randomUUID(),
                piped);
        var intent = world.intent(world.application("web", "tokyo"), TriggerKind.COMMIT, false);
        world.execute("UPDATE outbox SET sent_at = now()");
        assertThat(waits(intent)).isEmpty();
        world.execute("UPDATE piped_replica SET last_seen = now() - interval '1 minute'");
        world.execute("UPDATE deployment SET created_at = now() - interval '1 hour'");
        assertThat(waits(intent)).singleElement().satisfies(wait -> {
            assertThat(wait.cause()).isEqualTo("no piped of tokyo is connected");
            assertThat(wait.since()).isBetween(ago(70), ago(50));
        });
        assertThat(deployments.unserved(List.of("tokyo", "osaka"))).containsOnlyKeys("tokyo");
    }

    private static Instant ago(int seconds) {
        return Instant.now().minus(Duration.ofSeconds(seconds));
    }

    private List<WaitingView> waits(DeploymentId deployment) {
        return deployments.get(UUID.fromString(deployment.value())).waiting();
    }
}
