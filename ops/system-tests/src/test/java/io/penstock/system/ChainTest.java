package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What happens in tokyo decides what happens in osaka.
@Order(2)
@Timeout(300)
@ExtendWith(SharedInstallation.class)
class ChainTest {
    private static final AtomicInteger IMAGES = new AtomicInteger(30);

    private final Installation it;
    private final Web web;

    ChainTest(Installation it) {
        this.it = it;
        this.web = new Web(it);
    }

    @BeforeEach
    void settle() {
        web.settle();
    }

    @Test
    void anApprovalInTokyoTakesTheSameCommitToOsaka() {
        var before = it.image("osaka", "web");
        var image = newImage();
        var commit = web.push(image);
        var waiting = it.waiting(Web.TOKYO, commit);
        assertThat(it.image("tokyo", "web-canary")).isEqualTo(image);
        assertThat(it.image("osaka", "web")).isEqualTo(before);
        web.approve(waiting);
        assertFollowed(commit, image);
        assertThat(it.objects("tokyo", "get", "deployments").findValuesAsText("name"))
                .doesNotContain("web-canary");
    }

    @Test
    void aRejectionInTokyoLeavesOsakaUntouchedAndTheChainSaysWhichNodeAndWhy() {
        var before = it.image("osaka", "web");
        var tokyo = it.image("tokyo", "web");
        var commit = web.push(newImage());
        var id = it.waiting(Web.TOKYO, commit).path("id").asText();
        it.penstock(0, "deployment", "reject", id, "--reason", "not on a Friday");
        var ended = it.ended(Web.TOKYO, commit);
        assertThat(ended.path("status").asText()).isEqualTo("FAILED");
        assertThat(ended.path("statusReason").asText())
                .contains("rejected by admin: not on a Friday", "rolled back to");
        assertThat(it.image("tokyo", "web")).isEqualTo(tokyo);
        assertUntouched(ended, before, "not on a Friday");
    }

    @Test
    void aFailureInTokyoLeavesOsakaUntouchedAndTheChainSaysWhichNodeAndWhy() {
        var before = it.image("osaka", "web");
        var tokyo = it.image("tokyo", "web");
        var commit = web.push("nginx:unpullable-" + IMAGES.incrementAndGet());
        var ended = it.ended(Web.TOKYO, commit);
        assertThat(ended.path("status").asText()).isEqualTo("FAILED");
        assertThat(ended.path("statusReason").asText()).contains("K8S_CANARY_ROLLOUT failed", "pull", "rolled back to");
        assertThat(it.image("tokyo", "web")).isEqualTo(tokyo);
        assertUntouched(ended, before, "pull");
    }

    /// When the control plane dies.
    enum Moment {
        /// Tokyo's last stage has begun.
        LAST_STAGE,
        /// Tokyo has just succeeded.
        SUCCESS,
        /// Osaka's deployment has begun, and its piped, which stands still, has done nothing for it.
        NEXT_BLOCK
    }

    @ParameterizedTest
    @EnumSource
    void theDeathOfTheControlPlaneBetweenTheBlocksIsMendedByUpAlone(Moment moment) {
        var before = it.image("osaka", "web");
        var image = newImage();
        var commit = web.push(image);
        var waiting = it.waiting(Web.TOKYO, commit);
        it.processes().freeze("piped-osaka");
        it.api().post("/deployments/" + waiting.path("id").asText() + "/approve", approval(waiting));
        switch (moment) {
            case LAST_STAGE -> it.begun(Web.TOKYO, commit, "K8S_CANARY_CLEAN");
            case SUCCESS -> it.ended(Web.TOKYO, commit);
            case NEXT_BLOCK -> it.await("osaka has its turn", () -> it.deployment(Web.OSAKA, commit));
        }
        it.processes().kill("control-plane");
        it.processes().thaw("piped-osaka");
        assertThat(it.image("osaka", "web")).isEqualTo(before);
        it.up();
        assertFollowed(commit, image);
    }

    @Test
    void aCommitThatLeftTheBranchMeanwhileFailsInOsakaWithTheReason() {
        var before = it.image("osaka", "web");
        var head = it.sample().head();
        var commit = web.push(newImage());
        var waiting = it.waiting(Web.TOKYO, commit);
        new Branch(it).forceBackTo(head);
        web.approve(waiting);
        var osaka = it.ended(Web.OSAKA, commit);
        assertThat(osaka.path("status").asText()).isEqualTo("FAILED");
        assertThat(osaka.path("statusReason").asText()).contains("commit " + commit + ": not on branch main");
        assertThat(web.ended(waiting).path("statusReason").asText())
                .contains("web on osaka")
                .contains("not on branch main");
        assertThat(it.image("osaka", "web")).isEqualTo(before);
    }

    private void assertFollowed(String commit, String image) {
        var tokyo = it.ended(Web.TOKYO, commit);
        assertThat(tokyo.path("status").asText())
                .as(tokyo.path("statusReason").asText())
                .isEqualTo("SUCCEEDED");
        var osaka = it.ended(Web.OSAKA, commit);
        assertThat(osaka.path("status").asText())
                .as(osaka.path("statusReason").asText())
                .isEqualTo("SUCCEEDED");
        assertThat(osaka.at("/trigger/kind").asText()).isEqualTo("CHAIN");
        assertThat(it.image("tokyo", "web")).isEqualTo(image);
        assertThat(it.image("osaka", "web")).isEqualTo(image);
        var chain = web.ended(tokyo);
        assertThat(chain.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(chain.path("commit").asText()).isEqualTo(commit);
        assertThat(chain.findValuesAsText("deployment"))
                .contains(tokyo.path("id").asText(), osaka.path("id").asText());
        assertOnce(osaka, commit);
    }

    /// One deployment of the commit, and no object written twice by it.
    private void assertOnce(JsonNode osaka, String commit) {
        assertThat(it.deployments(Web.OSAKA))
                .filteredOn(each -> each.at("/commit/hash").asText().equals(commit))
                .hasSize(1);
        var number = osaka.path("number").asLong();
        assertThat(it.audit("osaka").writes(osaka.path("applicationId").asText()))
                .filteredOn(write -> write.fence().number() == number)
                .doesNotHaveDuplicates()
                .extracting(AuditLog.Write::object)
                .containsOnlyOnce("deployments default/web");
    }

    private void assertUntouched(JsonNode tokyo, String before, String why) {
        var chain = web.ended(tokyo);
        assertThat(chain.path("status").asText()).isEqualTo("FAILED");
        assertThat(chain.path("statusReason").asText()).contains("block 1", "web on tokyo", why);
        var next = chain.at("/blocks/1/nodes/0");
        assertThat(next.path("status").asText()).isEqualTo("NOT_STARTED");
        assertThat(next.path("statusReason").asText()).contains("not started", why);
        assertThat(it.penstock(0, "chain", "get", chain.path("id").asText())).contains("not started");
        assertThat(it.deployment(Web.OSAKA, chain.path("commit").asText())).isNull();
        assertThat(it.image("osaka", "web")).isEqualTo(before);
    }

    private static Approval approval(JsonNode waiting) {
        for (var stage : waiting.path("stages")) {
            if (stage.path("name").asText().equals("WAIT_APPROVAL")) {
                return new Approval(stage.path("id").asText());
            }
        }
        throw new IllegalStateException("no stage waits for an approval: " + waiting);
    }

    private static String newImage() {
        return "nginx:1." + IMAGES.incrementAndGet() + "-alpine";
    }

    private record Approval(String stage) {}
}
