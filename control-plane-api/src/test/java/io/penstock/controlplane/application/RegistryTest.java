package io.penstock.controlplane.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.penstock.controlplane.World;
import io.penstock.controlplane.auth.Caller;
import io.penstock.controlplane.auth.Role;
import io.penstock.controlplane.deployment.DeploymentView.WaitingView;
import io.penstock.controlplane.deployment.Deployments;
import io.penstock.controlplane.error.Refusal;
import io.penstock.workflows.deployment.TriggerKind;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegistryTest {
    private static final Caller ADA = new Caller("person:ada", "ada", Role.ADMIN, null);
    private final World world = new World();
    private final Registry registry = new Registry(world.database.database().serving());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anApplicationSaysThatNobodySeesWhatIsPushed() {
        var web = UUID.fromString(world.application("web", "tokyo").value());
        var applications = new Applications(world.jdbi, new Deployments(world.jdbi, null, "penstock"));
        assertThat(applications.get(web).waiting()).isNull();
        world.execute(
                "INSERT INTO piped (id, cluster, name, last_seen) VALUES (?, 'tokyo', 'p', now() - interval '1 hour')",
                UUID.randomUUID());
        assertThat(applications.get(web).waiting())
                .isNotNull()
                .extracting(WaitingView::cause)
                .isEqualTo("no piped of tokyo is connected, so what is pushed is not seen");
    }

    @Test
    void bringsBackWhatWasDeletedAtTheSamePlaceUnderItsOwnId() {
        var asked = new Registry.NewApplication("shop", "web", null, "tokyo", null);
        var first = registry.add(ADA, asked);
        world.execute("UPDATE deployment SET finished_at = now(), status = 'SUCCEEDED'");
        world.execute("UPDATE application SET last_number = 7, config = '{}', disabled = true");
        registry.delete(ADA, first);
        var renamed = new Registry.NewApplication("shop", "web", null, "tokyo", "shop-window");
        assertThat(registry.add(ADA, renamed)).isEqualTo(first);
        assertThat(world.texts("SELECT name || ' ' || last_number || ' ' || disabled FROM application"))
                .containsExactly("shop-window 7 false");
        assertThat(world.texts("SELECT trigger_kind FROM deployment WHERE finished_at IS NULL"))
                .containsExactly("REGISTRATION");
        assertThatThrownBy(() -> registry.add(ADA, asked)).isInstanceOf(Refusal.Conflict.class);
        registry.delete(ADA, first);
        var other = world.application("web", "tokyo");
        world.execute("UPDATE application SET path = 'elsewhere' WHERE id = CAST(? AS uuid)", other.value());
        assertThatThrownBy(() -> registry.add(ADA, asked)).isInstanceOf(Refusal.Conflict.class);
        assertThat(world.texts("SELECT path FROM application WHERE deleted_at IS NULL"))
                .containsExactly("elsewhere");
    }

    @Test
    void refusesToDeleteWhatALaneClaimsMeanwhile() {
        var web = world.application("web", "tokyo");
        var intent = world.intent(web, TriggerKind.COMMIT, false);
        var deletion = world.jdbi.inTransaction(claiming -> {
            claiming.execute("""
                    UPDATE application SET running_deployment = CAST(? AS uuid) WHERE id = CAST(? AS uuid)
                    """, intent.value(), web.value());
            var begun = CompletableFuture.runAsync(() -> registry.delete(ADA, UUID.fromString(web.value())));
            await().until(() -> world.database
                    .database()
                    .serving()
                    .withHandle(
                            handle -> handle.select("""
                            SELECT EXISTS (SELECT FROM pg_stat_activity
                                WHERE datname = current_database() AND wait_event_type = 'Lock')
                            """).mapTo(Boolean.class).one()));
            return begun;
        });
        assertThatThrownBy(deletion::join)
                .hasCauseInstanceOf(Refusal.Conflict.class)
                .hasMessageContaining("Deployment " + intent + " of web is in progress");
        assertThat(world.texts("SELECT name FROM application WHERE deleted_at IS NULL"))
                .containsExactly("web");
        assertThat(world.texts("SELECT status FROM deployment")).containsExactly("PENDING");
    }
}
