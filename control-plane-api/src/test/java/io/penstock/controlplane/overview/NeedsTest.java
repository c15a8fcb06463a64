package io.penstock.controlplane.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.controlplane.World;
import io.penstock.controlplane.auth.Caller;
import io.penstock.controlplane.auth.Role;
import io.penstock.controlplane.deployment.Deployments;
import io.penstock.controlplane.overview.OverviewView.NeedView;
import io.penstock.controlplane.overview.OverviewView.NeedView.Kind;
import io.penstock.workflows.deployment.DeploymentStatus;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NeedsTest {
    private static final Caller READER = new Caller("key:ci", "ci", Role.READ_ONLY, null);

    private final World world = new World();
    private final Needs needs = new Needs(world.jdbi, new Deployments(world.jdbi, null, "penstock"));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void tellsOfAnApplicationWhoseConfigurationCannotBeDeployed() {
        var web = world.application("web", "tokyo");
        world.execute("""
                UPDATE application SET state = 'INVALID_CONFIG', observed_at = now(),
                    faults = '[{"message":"spec.name: missing"},{"message":"spec.input: missing"}]'
                WHERE id = CAST(? AS uuid)
                """, web.value());
        assertThat(all()).singleElement().satisfies(need -> {
            assertThat(need.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(need.title()).isEqualTo("web on tokyo");
            assertThat(need.application()).hasToString(web.value());
            assertThat(need.sentence())
                    .isEqualTo("The newest configuration of web on tokyo is invalid, so it is not deployed:"
                            + " spec.name: missing (and 1 more)");
        });
    }

    @Test
    void tellsOfABrokenChainUntilANewerOneBegins() {
        var web = world.application("web", "tokyo");
        var first = world.claimed(web);
        world.plan(first, "run-1", World.config("nobody", true));
        world.facts(first.deployment(), "run-1", 2, World.lastFacts(DeploymentStatus.SUCCEEDED));
        assertThat(all()).singleElement().satisfies(need -> {
            assertThat(need.kind()).isEqualTo(Kind.CHAIN);
            assertThat(need.chain()).isNotNull();
            assertThat(need.sentence()).startsWith("The chain of web on tokyo ended early: ");
        });
        world.application("nobody", "tokyo");
        world.execute("UPDATE application SET config = '{\"trigger\":{\"onChain\":{\"disabled\":false}}}'"
                + " WHERE name = 'nobody'");
        world.plan(world.claimed(web), "run-2", World.config("nobody", true));
        assertThat(all()).isEmpty();
    }

    @Test
    void tellsOfAFailureOnceAndNotOfItsChainToo() {
        var web = world.application("web", "tokyo");
        var first = world.claimed(web);
        world.plan(first, "run-1", World.config("nobody", true));
        world.facts(first.deployment(), "run-1", 2, World.lastFacts(DeploymentStatus.FAILED));
        world.execute("UPDATE deployment SET finished_at = now()");
        assertThat(all()).extracting(NeedView::kind).containsExactly(Kind.FAILURE);
    }

    @Test
    void theMatrixSaysThatAnApprovalIsWaitedForToThoseTooWhoMayNotGiveIt() {
        var web = world.application("web", "tokyo");
        var first = world.claimed(web);
        world.plan(first, "run-1", World.config());
        world.execute("UPDATE stage SET name = 'WAIT_APPROVAL', status = 'WAITING'");
        assertThat(all()).isEmpty();
        assertThat(cells())
                .singleElement()
                .satisfies(cell -> assertThat(cell.approval()).isTrue());
        world.execute("UPDATE stage SET status = 'RUNNING'");
        assertThat(cells())
                .singleElement()
                .satisfies(cell -> assertThat(cell.approval()).isFalse());
    }

    @Test
    void tellsOfAClusterWhosePipedIsGoneAndThatHasApplications() {
        for (var cluster : List.of("tokyo", "osaka")) {
            world.execute(
                    "INSERT INTO piped (id, cluster, name, last_seen) VALUES (?, ?, 'p', now() - interval '1 minute')",
                    UUID.randomUUID(),
                    cluster);
        }
        world.application("web", "tokyo");
        assertThat(all()).singleElement().satisfies(need -> {
            assertThat(need.kind()).isEqualTo(Kind.CLUSTER);
            assertThat(need.cluster()).isEqualTo("tokyo");
            assertThat(need.sentence()).startsWith("No piped of tokyo is connected");
        });
        world.execute("UPDATE piped SET last_seen = now() - interval '20 seconds'");
        assertThat(all()).isEmpty();
    }

    private List<OverviewView.CellView> cells() {
        return world.jdbi.withExtension(OverviewDao.class, dao -> dao.cells(10));
    }

    private List<NeedView> all() {
        return needs.of(READER);
    }
}
