package io.penstock.controlplane.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.controlplane.World;
import io.penstock.controlplane.deployment.Endings;
import io.penstock.workflows.Json;
import io.penstock.workflows.chain.ChainActivities.BlockReference;
import io.penstock.workflows.chain.ChainActivities.BlockState;
import io.penstock.workflows.chain.ChainActivities.ChainEnd;
import io.penstock.workflows.chain.ChainStatus;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.ChainId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChainTest {
    private static final String SHOP = "git@host:shop";

    private final World world = new World();
    private final ChainActivitiesImpl chains = new ChainActivitiesImpl(world.jdbi);
    private final ApplicationId web = world.application("web", "tokyo");
    private final ApplicationId next = world.application("next", "osaka");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void takesNobodyAlongWhenAnApplicationGoesBack() {
        open(next);
        world.intent(web, TriggerKind.ROLLBACK, false);
        var back = Objects.requireNonNull(world.claim(web, "lane-1").next());
        world.plan(back, "run-1", World.config("next", true));
        assertThat(world.texts("SELECT id FROM chain")).isEmpty();
    }

    @Test
    void goesFromBlockToBlockOnTheSameCommit() {
        open(next);
        var first = world.claimed(web);
        world.plan(first, "run-1", World.config("next", true));
        var chain = new ChainId(world.one(String.class, "SELECT id FROM chain WHERE status = 'RUNNING'"));
        assertThat(chains.block(new BlockReference(chain, 0)).open()).isEqualTo(1);
        assertThat(world.texts("SELECT content ->> 'blocks' FROM outbox WHERE kind = 'CHAIN'"))
                .containsExactly("2");
        world.facts(first.deployment(), "run-1", 2, World.lastFacts(DeploymentStatus.SUCCEEDED));
        assertThat(chains.block(new BlockReference(chain, 0))).isEqualTo(new BlockState(0, null));
        assertThat(world.texts("SELECT key FROM outbox WHERE kind = 'CHAIN_NODE'"))
                .containsExactly("chain/" + chain);
        chains.startBlock(new BlockReference(chain, 1));
        chains.startBlock(new BlockReference(chain, 1));
        var second = Objects.requireNonNull(world.claim(next, "lane-2").next());
        assertThat(second.commit()).isEqualTo(World.COMMIT);
        assertThat(second.chain()).isEqualTo(chain);
        assertThat(chains.block(new BlockReference(chain, 1)).open()).isEqualTo(1);
        world.plan(second, "run-2", World.config());
        world.facts(second.deployment(), "run-2", 2, World.lastFacts(DeploymentStatus.FAILED));
        assertThat(chains.block(new BlockReference(chain, 1)).failure())
                .contains("next on osaka")
                .contains("FAILED");
        assertThat(world.texts("SELECT key FROM outbox WHERE kind = 'CHAIN_NODE'"))
                .hasSize(2);
    }

    @Test
    void refusesWhatMatchesNothingAndWhoIsNotOpenToChains() {
        world.plan(world.claimed(web), "run-1", World.config("nobody", false));
        assertThat(world.texts("SELECT status_reason FROM chain WHERE status = 'REFUSED'"))
                .singleElement()
                .asString()
                .contains("nobody");
        world.plan(world.claimed(next), "run-2", World.config("web", true));
        assertThat(world.texts("SELECT status_reason FROM chain WHERE status = 'REFUSED' ORDER BY created_at DESC"))
                .first()
                .asString()
                .contains("onChain");
        assertThat(world.texts("SELECT id FROM outbox WHERE kind = 'CHAIN'")).isEmpty();
    }

    @Test
    void pinsTheCommitOnlyWhereTheRepositoryIsTheSame() {
        for (var place : List.of(List.of("kyoto", "mirror", SHOP), List.of("nara", "other", "x:y"))) {
            var cluster = place.getFirst();
            world.execute("INSERT INTO cluster (name) VALUES (?)", cluster);
            world.execute(
                    "INSERT INTO repository (cluster, id, remote, branch) VALUES (?, 'shop', ?, 'main'), (?, ?, ?, 'main')",
                    cluster,
                    SHOP,
                    cluster,
                    place.get(1),
                    place.get(2));
            var target = world.application("next", cluster);
            world.execute(
                    "UPDATE application SET repository = ? WHERE id = CAST(? AS uuid)", place.get(1), target.value());
            open(target);
        }
        open(next);
        world.plan(world.claimed(web), "run-1", World.config("next", true));
        var chain = new ChainId(world.one(String.class, "SELECT id FROM chain WHERE status = 'RUNNING'"));
        chains.startBlock(new BlockReference(chain, 1));
        assertThat(world.texts("""
                SELECT application.repository || ' ' || COALESCE(deployment.commit, 'head')
                FROM deployment JOIN application ON application.id = deployment.application
                WHERE deployment.chain_block = 1 ORDER BY 1
                """)).containsExactly("mirror " + World.COMMIT, "other head", "shop " + World.COMMIT);
    }

    @Test
    void refusesAChainThatComesBackToItsStart() {
        world.execute(
                "UPDATE application SET config = CAST(? AS jsonb) WHERE id = CAST(? AS uuid)",
                Json.write(World.config("web", true)),
                next.value());
        world.plan(world.claimed(web), "run-1", World.config("next", true));
        assertThat(world.texts("SELECT status || ': ' || status_reason FROM chain"))
                .singleElement()
                .asString()
                .startsWith("REFUSED: ")
                .contains("web → next → web");
        assertThat(world.texts("SELECT id FROM outbox WHERE kind = 'CHAIN'")).isEmpty();
    }

    @Test
    void saysOfNodesThatTheyWereNotStarted() {
        open(next);
        var first = world.claimed(web);
        world.plan(first, "run-1", World.config("next", true));
        var chain = new ChainId(world.one(String.class, "SELECT id FROM chain"));
        chains.finish(new ChainEnd(chain, ChainStatus.FAILED, "block 1: web failed"));
        assertThat(world.texts("SELECT status_reason FROM chain_node WHERE block = 1"))
                .containsExactly("not started: block 1: web failed");
        assertThat(world.texts("SELECT status FROM chain WHERE finished_at IS NOT NULL"))
                .containsExactly("FAILED");
    }

    @Test
    void failsABlockWhoseApplicationIsDisabled() {
        open(next);
        world.plan(world.claimed(web), "run-1", World.config("next", true));
        var chain = new ChainId(world.one(String.class, "SELECT id FROM chain"));
        world.execute("UPDATE application SET disabled = true WHERE name = 'next'");
        chains.startBlock(new BlockReference(chain, 1));
        assertThat(chains.block(new BlockReference(chain, 1)))
                .isEqualTo(new BlockState(0, "next on osaka: the application is disabled"));
    }

    @Test
    void tellsTheChainWhenANodeIsWithdrawnBeforeItBegan() {
        open(next);
        world.plan(world.claimed(web), "run-1", World.config("next", true));
        var chain = new ChainId(world.one(String.class, "SELECT id FROM chain"));
        chains.startBlock(new BlockReference(chain, 1));
        world.jdbi.useTransaction(handle -> Endings.withdrawAll(handle, next, "the application was deleted"));
        assertThat(world.texts("SELECT key FROM outbox WHERE kind = 'CHAIN_NODE'"))
                .containsExactly("chain/" + chain);
        assertThat(chains.block(new BlockReference(chain, 1)))
                .isEqualTo(new BlockState(0, "next on osaka: CANCELLED, the application was deleted"));
    }

    private void open(ApplicationId application) {
        world.execute(
                "UPDATE application SET config = CAST(? AS jsonb) WHERE id = CAST(? AS uuid)",
                Json.write(World.config()),
                application.value());
    }
}
