package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.workflows.Json;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What cannot become ready, and what the API server refuses, is rolled back by itself, and everybody is told why in
/// the words of whoever wrote it.
@Order(4)
@Timeout(200)
@ExtendWith(SharedInstallation.class)
class RollbackTest {
    private static final String FRAGILE = "fragile@tokyo";
    private static final String GOOD = "nginx:1.27-alpine";

    private final Installation it;
    private final Web files;

    RollbackTest(Installation it) {
        this.it = it;
        this.files = new Web(it);
    }

    @Test
    void anImageThatNobodyHas() {
        assertRolledBack(
                it.sample().breakFragile(), "Pod fragile-", "cannot pull image nginx:unpullable: manifest unknown");
    }

    @Test
    void aContainerThatCrashes() {
        assertRolledBack(
                image("nginx:crashing"),
                "Pod fragile-",
                "container fragile crashes again and again",
                "last with exit code 1");
    }

    @Test
    void manifestsThatTheApiServerRefuses() {
        var service = "fragile/service.yaml";
        var deployment = "fragile/deployment.yaml";
        var good = Map.of(service, files.read(service), deployment, withImage(GOOD));
        var commit = it.sample()
                .commit(
                        "A port that does not exist",
                        Map.of(
                                service,
                                files.read(service).replace("port: 80", "port: 99999"),
                                deployment,
                                withImage("nginx:1.29")));
        assertRolledBack(
                commit, "Service fragile", "spec.ports[0].port: Invalid value: 99999", "must be between 1 and 65535");
        assertThat(it.objects("tokyo", "get", "service", "fragile")
                        .at("/spec/ports/0/port")
                        .asInt())
                .isEqualTo(80);
        var mended = it.ended(FRAGILE, it.sample().commit("A port that exists", good));
        assertThat(mended.path("status").asText()).isEqualTo("SUCCEEDED");
    }

    /// The status of the deployment, the command line and the API say the same; the cluster is as it was.
    private void assertRolledBack(String commit, String... why) {
        var ended = it.ended(FRAGILE, commit);
        assertThat(ended.path("status").asText()).isEqualTo("FAILED");
        assertThat(ended.path("statusReason").asText())
                .startsWith("K8S_SYNC failed: ")
                .contains(why)
                .contains("rolled back to")
                .doesNotContain("Exception", "io.penstock", "io.temporal");
        assertThat(Installation.stage(ended, "K8S_SYNC")).isEqualTo("FAILED");
        assertThat(Installation.stage(ended, "ROLLBACK")).isEqualTo("SUCCEEDED");
        var id = ended.path("id").asText();
        assertThat(it.penstock(0, "deployment", "why", id))
                .startsWith("FAILED: K8S_SYNC failed: ")
                .contains(why);
        assertThat(Json.read(it.penstock(0, "deployment", "get", id, "-o", "json"), JsonNode.class))
                .isEqualTo(ended);
        assertThat(it.penstock(0, "deployment", "logs", id)).contains(why);
        var live = it.objects("tokyo", "get", "deployment", "fragile");
        assertThat(live.at("/spec/template/spec/containers/0/image").asText()).isEqualTo(GOOD);
        assertThat(live.at("/status/readyReplicas").asInt()).isEqualTo(2);
    }

    private String image(String image) {
        return it.sample().commit("fragile with " + image, Map.of("fragile/deployment.yaml", withImage(image)));
    }

    private String withImage(String image) {
        return files.read("fragile/deployment.yaml").replaceAll("image: .*", "image: " + image);
    }
}
