package io.penstock.controlplane.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.controlplane.World;
import io.penstock.controlplane.keeping.Clearing.Cleared;
import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.DeploymentId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClearingTest {
    private static final int DAY = 1;
    private static final int YEAR = 365;

    private final World world = new World();
    private final ApplicationId web = world.application("web", "tokyo");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void clearsWhatIsOldAndKeepsWhatIsNot() {
        var old = deployment("FAILED", YEAR, "old");
        var young = deployment("FAILED", DAY, "young");
        var open = deployment("RUNNING", YEAR, "open");
        for (var each : List.of(old, young, open)) {
            bulk(each);
        }
        assertThat(pass(keep(1L << 30, 5))).isEqualTo(new Cleared(1, 1, 1));
        assertThat(bundles()).containsExactly("open", "young");
        assertThat(world.texts("SELECT DISTINCT deployment::text FROM bulk.stage_log"))
                .containsExactlyInAnyOrder(young.value(), open.value());
        assertThat(world.texts("SELECT deployment::text FROM bulk.stage_log_size"))
                .containsExactlyInAnyOrder(young.value(), open.value());
        assertThat(world.texts("SELECT id FROM bulk.view")).hasSize(2).noneMatch(id -> id.contains(old.value()));
        assertThat(pass(keep(1L << 30, 5))).isEqualTo(Cleared.NOTHING);
    }

    @Test
    void neverClearsTheLastGoodBundles() {
        for (var i = 6; i > 0; i--) {
            bulk(deployment("SUCCEEDED", i * YEAR, "good-" + i));
        }
        bulk(deployment("FAILED", YEAR / 2, "bad"));
        pass(keep(1L << 30, 3));
        assertThat(bundles()).containsExactly("good-1", "good-2", "good-3");
        pass(keep(0, 3));
        assertThat(bundles()).containsExactly("good-1", "good-2", "good-3");
        assertThat(world.texts("SELECT id FROM bulk.view")).isEmpty();
    }

    @Test
    void keepsWhatRunsHoweverManySucceededSince() {
        var running = deployment("SUCCEEDED", 3 * YEAR, "runs");
        bulk(running);
        bulk(deployment("SUCCEEDED", 2 * YEAR, "newer"));
        world.execute("UPDATE application SET good_deployment = CAST(? AS uuid)", running.value());
        pass(keep(1L << 30, 1));
        assertThat(bundles()).containsExactly("newer", "runs");
    }

    @Test
    void keepsWhatSomebodyGoesBackTo() {
        var target = deployment("SUCCEEDED", 3 * YEAR, "target");
        bulk(target);
        bulk(deployment("SUCCEEDED", 2 * YEAR, "newer"));
        var back = deployment("PENDING", DAY, null);
        world.execute(
                "UPDATE deployment SET target = CAST(? AS uuid) WHERE id = CAST(? AS uuid)",
                target.value(),
                back.value());
        pass(keep(1L << 30, 1));
        assertThat(bundles()).containsExactly("newer", "target");
        world.execute("UPDATE deployment SET finished_at = now() WHERE id = CAST(? AS uuid)", back.value());
        pass(keep(1L << 30, 1));
        assertThat(bundles()).containsExactly("newer");
    }

    @Test
    void forgetsTheBundlesOfADeletedApplication() {
        bulk(deployment("SUCCEEDED", YEAR, "gone"));
        world.execute("UPDATE application SET deleted_at = now()");
        pass(keep(1L << 30, 3));
        assertThat(bundles()).isEmpty();
    }

    @Test
    void dropsLogsFirstWhenThereIsTooMuch() {
        for (var i = 3; i > 0; i--) {
            bulk(deployment("FAILED", i * DAY, "bundle-" + i));
        }
        // Each has a log of 1,000 bytes, a view of 100 and a bundle of 100.
        assertThat(pass(keep(700, 3))).isEqualTo(new Cleared(3, 0, 0));
        assertThat(pass(keep(400, 3))).isEqualTo(new Cleared(0, 3, 0));
        assertThat(bundles()).hasSize(3);
        assertThat(pass(keep(299, 3)).bundles()).isPositive();
    }

    @Test
    void leavesWhatIsTooNewToBeRecorded() {
        world.execute("INSERT INTO bulk.bundle (cluster, id, content) VALUES ('tokyo', 'fresh', '\\x00')");
        pass(keep(0, 1));
        assertThat(bundles()).containsExactly("fresh");
    }

    @Test
    void clearsManyAcrossTransactions() {
        world.execute("""
                INSERT INTO bulk.bundle (cluster, id, content, created_at)
                SELECT 'tokyo', 'lost-' || n, '\\x00', now() - interval '1 year' FROM generate_series(1, 1050) AS n
                """);
        assertThat(pass(keep(1L << 30, 1))).isEqualTo(new Cleared(0, 0, 1050));
    }

    private Cleared pass(KeepConfig keep) {
        return new Clearing(world.jdbi, keep).pass();
    }

    private static KeepConfig keep(long bytes, int good) {
        var month = Duration.ofDays(30);
        return new KeepConfig(bytes, month, month, month, good);
    }

    private List<String> bundles() {
        return world.texts("SELECT id FROM bulk.bundle ORDER BY id");
    }

    /// A deployment that began so many days ago, and unless it goes on ended then.
    private DeploymentId deployment(String status, int days, @Nullable String bundle) {
        var id = world.intent(web, TriggerKind.COMMIT, false);
        var ended = List.of("SUCCEEDED", "FAILED").contains(status);
        world.execute("""
                UPDATE deployment SET status = ?, bundle = ?, created_at = now() - make_interval(days => ?),
                    finished_at = CASE WHEN ? THEN now() - make_interval(days => ?) END
                WHERE id = CAST(? AS uuid)
                """, status, bundle, days, ended, days, id.value());
        return id;
    }

    /// A log, a view and the bundle of a deployment, as old as it is.
    private void bulk(DeploymentId deployment) {
        world.execute("""
                INSERT INTO bulk.bundle (cluster, id, content, created_at)
                SELECT cluster, bundle, decode(repeat('00', 100), 'hex'), created_at FROM deployment
                WHERE id = CAST(? AS uuid)
                """, deployment.value());
        world.execute("""
                INSERT INTO bulk.view (cluster, id, content, created_at)
                SELECT cluster, 'changes-' || id || '-' || bundle, repeat('v', 100), created_at FROM deployment
                WHERE id = CAST(? AS uuid)
                """, deployment.value());
        world.execute("""
                INSERT INTO bulk.stage_log (deployment, stage, attempt, line, at, text)
                VALUES (CAST(? AS uuid), 0, 1, 1, now(), 'a line')
                """, deployment.value());
        world.execute("""
                INSERT INTO bulk.stage_log_size (deployment, stage, bytes, dropped) VALUES (CAST(? AS uuid), 0, 1000, 0)
                """, deployment.value());
    }
}
