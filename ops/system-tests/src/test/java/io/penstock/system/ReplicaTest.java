package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.up.Registration;
import io.penstock.local.PartState;
import io.penstock.local.process.Command;
import io.penstock.local.temporal.Temporal;
import io.penstock.local.tool.Tool;
import io.penstock.workflows.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two pipeds on a cluster: everything still happens once, and one takes over what the other leaves behind.
@Order(8)
@Timeout(200)
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(SharedInstallation.class)
class ReplicaTest {
    private static final Duration TAKEOVER = Duration.ofSeconds(6);

    private static final String FIRST = "piped-tokyo";
    private static final String SECOND = "piped-tokyo-2";

    private final Installation it;
    /// Which process of the piped each part is, by the name that the control plane gives to processes.
    private final Map<String, String> incarnations = new HashMap<>();

    private Canary canary;

    ReplicaTest(Installation it) {
        this.it = it;
    }

    @BeforeAll
    void startASecond() {
        canary = new Canary(it, "zero");
        incarnations.put(FIRST, newcomer());
        it.change(change -> change.piped(new Registration(it.stack(), it.api()).piped("tokyo", 2)));
        incarnations.put(SECOND, newcomer());
    }

    @AfterAll
    void endTheSecond() {
        it.change(change -> change.stop(it.stack().parts().piped("tokyo", 2)));
    }

    @Test
    void everythingStillHappensOnce() {
        for (var variant : new String[] {"three", "four", "five"}) {
            var ended = it.ended(Canary.NAME, canary.push(variant));
            assertOnce(ended);
        }
        assertThat(it.stack().status())
                .filteredOn(part -> part.name().startsWith("piped-tokyo"))
                .extracting(part -> part.state())
                .containsExactly(PartState.RUNNING, PartState.RUNNING);
    }

    @Test
    void whenOneDiesInACanaryTheOtherGoesOnWithinSeconds() {
        for (var variant : new String[] {"six", "seven"}) {
            var commit = canary.push(variant);
            it.reached(Canary.NAME, commit, "K8S_CANARY_ROLLOUT", "RUNNING");
            var holder = it.await("a piped has taken the task", this::holder);
            it.processes().kill(holder);
            var death = Instant.now();
            it.await("the other has taken the task", () -> holder.equals(holder()) ? null : holder());
            assertThat(Duration.between(death, Instant.now())).isLessThan(TAKEOVER);
            assertOnce(it.ended(Canary.NAME, commit));
            it.up();
            assertThat(it.processes().status(holder).state()).isEqualTo(PartState.RUNNING);
            incarnations.remove(holder);
            incarnations.put(holder, newcomer());
        }
    }

    /// The part that has the canary's task, as Temporal knows it; null between two tasks.
    private @Nullable String holder() {
        var described = Command.of(
                        it.stack().tools().find(Tool.TEMPORAL).orElseThrow().toString(),
                        "workflow",
                        "describe",
                        "--address",
                        it.stack().parts().temporal().address(),
                        "--namespace",
                        Temporal.NAMESPACE,
                        "--workflow-id",
                        "deploy/" + canary.id(),
                        "--output",
                        "json")
                .succeed();
        for (var task : Json.read(described, JsonNode.class).path("pendingActivities")) {
            var identity = task.path("lastWorkerIdentity").asText();
            for (var part : incarnations.entrySet()) {
                if (identity.endsWith("/" + part.getValue())) {
                    return part.getKey();
                }
            }
        }
        return null;
    }

    /// Waits for the process of tokyo's piped that has come and is not known yet.
    private String newcomer() {
        return it.await("a piped of tokyo comes", () -> {
            for (var piped : it.api().get("/pipeds").path("items")) {
                for (var replica : piped.path("replicas")) {
                    var incarnation = replica.path("incarnation").asText();
                    if (piped.path("cluster").asText().equals("tokyo") && !incarnations.containsValue(incarnation)) {
                        return incarnation;
                    }
                }
            }
            return null;
        });
    }

    private void assertOnce(JsonNode ended) {
        assertThat(ended.path("status").asText())
                .as(ended.path("statusReason").asText())
                .isEqualTo("SUCCEEDED");
        var number = ended.path("number").asLong();
        assertThat(it.audit("tokyo").writes(canary.id()))
                .filteredOn(write -> write.fence().number() == number)
                .extracting(AuditLog.Write::inItsDeployment)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(4);
    }
}
