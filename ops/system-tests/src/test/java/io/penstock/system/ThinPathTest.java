package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.local.PartState;
import io.penstock.local.PartStatus;
import io.penstock.local.process.Command;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/// From `up` to a finished canary and its chain, and what happens when things go wrong. The tests share an
/// installation and go on from each other's state, in order.
@TestMethodOrder(OrderAnnotation.class)
@Timeout(400)
class ThinPathTest {
    private static Installation it;

    @BeforeAll
    static void up() {
        it = new Installation();
        var said = it.penstock(0, "up");
        assertThat(said)
                .contains("Penstock is up")
                .contains("Three things to try")
                .contains("deployment approve");
    }

    @AfterAll
    static void down() {
        it.close();
    }

    @Test
    @Order(1)
    void aSecondUpFindsEverythingAsItWas() {
        var before = it.stack().status().stream().map(PartStatus::pid).toList();
        var begun = System.nanoTime();
        it.penstock(0, "up");
        assertThat(System.nanoTime() - begun).isLessThan(30_000_000_000L);
        assertThat(it.stack().status()).allMatch(part -> part.state() == PartState.RUNNING);
        assertThat(it.stack().status().stream().map(PartStatus::pid).toList()).isEqualTo(before);
    }

    @Test
    @Order(2)
    void anApprovalInTokyoTakesTheSameCommitToOsaka() {
        var commit = it.stack().sample().head();
        var waiting = it.waiting("web@tokyo", commit);
        assertThat(it.objects("tokyo", "get", "deployment", "web-canary")
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(1);
        assertThat(image("osaka", "web")).isEqualTo("nginx:1.27-alpine");
        it.penstock(0, "deployment", "approve", waiting.path("id").asText());
        assertThat(it.ended("web@tokyo", commit).path("status").asText()).isEqualTo("SUCCEEDED");
        var osaka = it.ended("web@osaka", commit);
        assertThat(osaka.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(osaka.at("/trigger/kind").asText()).isEqualTo("CHAIN");
        assertThat(image("tokyo", "web")).isEqualTo("nginx:1.28-alpine");
        assertThat(image("osaka", "web")).isEqualTo("nginx:1.28-alpine");
        assertThat(it.objects("tokyo", "get", "deployments").findValuesAsText("name"))
                .doesNotContain("web-canary");
    }

    @Test
    @Order(3)
    void aRejectionInTokyoLeavesOsakaUntouchedAndTheChainSaysWhy() {
        var commit = web("nginx:1.29-alpine");
        var waiting = it.waiting("web@tokyo", commit);
        it.penstock(0, "deployment", "reject", waiting.path("id").asText(), "--reason", "not on a Friday");
        var ended = it.ended("web@tokyo", commit);
        assertThat(ended.path("status").asText()).isEqualTo("FAILED");
        assertThat(ended.path("statusReason").asText())
                .contains("not on a Friday")
                .contains("rolled back to");
        assertThat(image("tokyo", "web")).isEqualTo("nginx:1.28-alpine");
        assertThat(image("osaka", "web")).isEqualTo("nginx:1.28-alpine");
        var chain = it.await("the chain fails", () -> {
            var newest = it.api().get("/chains?limit=1").path("items").path(0);
            return newest.path("status").asText().equals("FAILED") ? newest : null;
        });
        assertThat(chain.path("statusReason").asText()).contains("not on a Friday");
        assertThat(it.deployment("web@osaka", commit)).isNull();
    }

    @Test
    @Order(4)
    void anImageThatCannotBePulledIsRolledBackByItselfWithTheReason() {
        var commit = it.stack().sample().breakFragile();
        var ended = it.ended("fragile", commit);
        assertThat(ended.path("status").asText()).isEqualTo("FAILED");
        assertThat(ended.path("statusReason").asText()).contains("pull").contains("rolled back to");
        assertThat(image("tokyo", "fragile")).isEqualTo("nginx:1.27-alpine");
        assertThat(it.penstock(0, "deployment", "why", ended.path("id").asText()))
                .contains("pull");
    }

    @Test
    @Order(5)
    void aFaultyFileConcernsItsApplicationOnly() {
        it.stack()
                .sample()
                .commit(
                        "Two changes",
                        Map.of(
                                "fragile/app.pipecd.yaml",
                                "apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\nspec:\n  nmae: fragile\n",
                                "hello/service.yaml",
                                "apiVersion: v1\nkind: Service\nmetadata:\n  name: hello\nspec:\n  selector:\n    app:"
                                        + " hello\n  ports:\n    - port: 8080\n"));
        var application = it.await("fragile is invalid", () -> {
            JsonNode found = it.api().get("/applications/fragile");
            return found.path("state").asText().equals("INVALID_CONFIG") ? found : null;
        });
        assertThat(application.path("faults").path(0).path("line").asInt()).isEqualTo(4);
        var head = it.stack().sample().head();
        assertThat(it.ended("hello@osaka", head).path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(it.objects("tokyo", "get", "service", "hello")
                        .at("/spec/ports/0/port")
                        .asInt())
                .isEqualTo(8080);
    }

    @Test
    @Order(6)
    void killingAnyProcessInTheMiddleOfACanaryChangesNothingAboutItsEnd() {
        var images = 30;
        for (var part : new String[] {"piped-tokyo", "control-plane", "temporal", "database", "cluster-tokyo"}) {
            var image = "nginx:1." + images++ + "-alpine";
            var commit = web(image);
            it.await("the canary of " + image + " begins", () -> {
                var found = it.deployment("web@tokyo", commit);
                return found != null
                                && !Installation.stage(found, "K8S_CANARY_ROLLOUT")
                                        .equals("NOT_STARTED")
                        ? found
                        : null;
            });
            kill(part);
            it.penstock(0, "up");
            var waiting = it.waiting("web@tokyo", commit);
            it.penstock(0, "deployment", "approve", waiting.path("id").asText());
            var ended = it.ended("web@tokyo", commit);
            assertThat(ended.path("status").asText())
                    .as("after kill -9 of " + part)
                    .isEqualTo("SUCCEEDED");
            assertThat(it.ended("web@osaka", commit).path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(image("tokyo", "web")).isEqualTo(image);
            assertThat(it.objects("tokyo", "get", "deployments").findValuesAsText("name"))
                    .doesNotContain("web-canary");
        }
    }

    private static void kill(String name) {
        var part = it.stack().status().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        Command.of("kill", "-9", String.valueOf(part.pid())).succeed();
    }

    private static String web(String image) {
        var sample = it.stack().sample();
        var files = Map.of("web-tokyo/deployment.yaml", "", "web-osaka/deployment.yaml", "");
        var changed = new java.util.HashMap<String, String>();
        for (var file : files.keySet()) {
            changed.put(file, read(file).replaceAll("image: nginx:.*", "image: " + image));
        }
        return sample.commit("web " + image, changed);
    }

    private static String read(String file) {
        try {
            return java.nio.file.Files.readString(it.stack().sample().work().resolve(file));
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String image(String cluster, String deployment) {
        return it.objects(cluster, "get", "deployment", deployment)
                .at("/spec/template/spec/containers/0/image")
                .asText();
    }
}
