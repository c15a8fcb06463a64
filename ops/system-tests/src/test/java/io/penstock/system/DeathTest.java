package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.local.PartState;
import io.penstock.system.AuditLog.Write;
import io.penstock.workflows.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `kill -9` of anything in the middle of a canary, then `up` alone: the end is that of an undisturbed run, and the
/// API server saw nothing done twice, late, or by the wrong deployment.
@Order(3)
@Timeout(300)
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(SharedInstallation.class)
class DeathTest {
    private static final String CANARY = "K8S_CANARY_ROLLOUT";

    private final Installation it;
    private final Map<String, JsonNode> undisturbed = new HashMap<>();
    private final Map<String, List<String>> written = new HashMap<>();
    private Canary canary;
    private String next = "two";

    DeathTest(Installation it) {
        this.it = it;
    }

    @BeforeAll
    void runUndisturbed() {
        canary = new Canary(it, "one");
        for (var variant : List.of("two", "one")) {
            var ended = it.ended(Canary.NAME, canary.push(variant));
            assertSucceeded(ended);
            undisturbed.put(variant, canary.state());
            written.put(variant, writes(ended));
        }
        assertThat(undisturbed.get("one")).isNotEqualTo(undisturbed.get("two"));
        assertThat(written.get("one")).hasSizeGreaterThan(4).isEqualTo(written.get("two"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "piped-tokyo",
                "control-plane",
                "temporal",
                "database",
                "cluster-tokyo/kube-apiserver",
                "cluster-tokyo/etcd"
            })
    void inTheMiddleOfACanaryChangesNothingAboutItsEnd(String target) {
        var variant = variant();
        var commit = canary.push(variant);
        it.reached(Canary.NAME, commit, CANARY, "RUNNING");
        it.processes().kill(target);
        assertShownAsDead(target);
        it.up();
        var ended = assertSameEnd(variant, commit);
        if (!target.startsWith("cluster-")) {
            assertThat(writes(ended)).isEqualTo(written.get(variant));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"piped-tokyo", "control-plane"})
    void inTheMiddleOfTheRestOfItNeither(String target) {
        var variant = variant();
        var commit = canary.push(variant);
        it.reached(Canary.NAME, commit, "K8S_PRIMARY_ROLLOUT", "RUNNING");
        it.processes().kill(target);
        it.up();
        assertThat(writes(assertSameEnd(variant, commit))).isEqualTo(written.get(variant));
    }

    @Test
    void ofEverythingAtOnceNeither() {
        var variant = variant();
        var commit = canary.push(variant);
        it.reached(Canary.NAME, commit, CANARY, "RUNNING");
        for (var target : List.of("piped-tokyo", "control-plane", "temporal", "database")) {
            it.processes().kill(target);
        }
        it.up();
        assertThat(writes(assertSameEnd(variant, commit))).isEqualTo(written.get(variant));
    }

    private JsonNode assertSameEnd(String variant, String commit) {
        var ended = it.ended(Canary.NAME, commit);
        assertSucceeded(ended);
        assertThat(canary.state()).isEqualTo(undisturbed.get(variant));
        assertThat(it.deployments(Canary.NAME))
                .filteredOn(each -> each.at("/commit/hash").asText().equals(commit))
                .hasSize(1);
        assertThat(written.get(variant)).containsAll(writes(ended));
        assertNothingTwiceAndNothingLate();
        return ended;
    }

    /// Over all that was ever written for the application: fences only grow, and none touches an object twice.
    private void assertNothingTwiceAndNothingLate() {
        var writes = it.audit("tokyo").writes(canary.id());
        assertThat(writes).extracting(Write::fence).isSorted();
        assertThat(writes)
                .extracting(write -> write.fence() + " " + write.object())
                .doesNotHaveDuplicates();
    }

    private List<String> writes(JsonNode deployment) {
        var number = deployment.path("number").asLong();
        var found = new ArrayList<String>();
        for (var write : it.audit("tokyo").writes(canary.id())) {
            if (write.fence().number() == number) {
                found.add(write.inItsDeployment());
            }
        }
        return found;
    }

    private void assertShownAsDead(String target) {
        var part = target.replaceFirst("/.*", "");
        var shown = Json.read(it.penstock(1, "status", "-o", "json"), JsonNode.class);
        for (var each : shown.path("parts")) {
            if (each.path("name").asText().equals(part)) {
                assertThat(each.path("state").asText()).isEqualTo(PartState.DEAD.name());
                assertThat(each.path("message").asText()).isEqualTo(it.lastWords(target));
            }
        }
        assertThat(shown.path("parts").findValuesAsText("name")).contains(part);
    }

    private static void assertSucceeded(JsonNode ended) {
        assertThat(ended.path("status").asText())
                .as(ended.path("statusReason").asText())
                .isEqualTo("SUCCEEDED");
    }

    /// Back and forth between two variants, so that each run makes the same change as an undisturbed one.
    private String variant() {
        var variant = next;
        next = variant.equals("one") ? "two" : "one";
        return variant;
    }
}
