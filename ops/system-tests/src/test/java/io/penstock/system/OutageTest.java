package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is away is waited for: shown with its cause while it is, and nothing is lost.
@Order(6)
@Timeout(200)
@ExtendWith(SharedInstallation.class)
class OutageTest {
    private static final AtomicInteger PORTS = new AtomicInteger(9000);

    private final Installation it;
    private final Web web;

    OutageTest(Installation it) {
        this.it = it;
        this.web = new Web(it);
    }

    @BeforeEach
    void settle() {
        web.settle();
    }

    @Test
    void ofAnApiServerThatDoesNotAnswer() {
        it.processes().freeze("cluster-tokyo/kube-apiserver");
        var commit = changeHello();
        assertSucceeded(it.ended("hello@osaka", commit));
        var waiting = it.hindered("hello@tokyo", commit, "cannot be reached");
        assertThat(Installation.causes(waiting)).contains("the API server at https://127.0.0.1:");
        assertThat(why(waiting)).contains("the API server at", "cannot be reached", "to unblock");
        it.processes().thaw("cluster-tokyo/kube-apiserver");
        var ended = it.ended("hello@tokyo", commit);
        assertSucceeded(ended);
        assertThat(ended.path("waiting")).isEmpty();
    }

    @Test
    void ofGit() throws IOException {
        var bare = it.sample().bare();
        var away = bare.resolveSibling("away.git");
        Files.move(bare, away);
        var asked = it.api().post("/applications/hello@tokyo/sync", Map.of());
        var id = asked.path("id").asText();
        it.await("the deployment waits for Git", () -> {
            var found = it.api().get("/deployments/" + id);
            return Installation.causes(found).contains("repository sample") ? found : null;
        });
        assertThat(why(asked)).contains("repository sample", "cannot be fetched", "to unblock");
        it.await("the application says that Git is away", () -> {
            var cause = it.api()
                    .get("/applications/hello@tokyo")
                    .at("/waiting/cause")
                    .asText();
            return cause.contains("cannot be fetched") ? cause : null;
        });
        Files.move(away, bare);
        it.await("it goes on when Git is back", () -> {
            var found = it.api().get("/deployments/" + id);
            return found.path("status").asText().equals("SUCCEEDED") ? found : null;
        });
        it.await("the application says nothing any more", () -> {
            var shown = it.api().get("/applications/hello@tokyo").path("waiting");
            return shown.isNull() ? true : null;
        });
    }

    @Test
    void ofTemporal() {
        var commit = web.push("nginx:1.70-alpine");
        var waiting = it.waiting(Web.TOKYO, commit);
        it.processes().freeze("temporal");
        web.approve(waiting);
        var asked = it.api().post("/applications/hello@tokyo/sync", Map.of());
        var shown = it.await("both are shown as accepted", () -> {
            var approved = it.deployment(Web.TOKYO, commit);
            var synced = it.api().get("/deployments/" + asked.path("id").asText());
            var accepted = approved != null
                    && approved.path("notices").toString().contains("accepted, and waits for the workflow");
            return accepted && Installation.causes(synced).contains("accepted, waiting for Temporal") ? synced : null;
        });
        assertThat(why(shown)).contains("accepted, waiting for Temporal", "Temporal answers again");
        it.processes().thaw("temporal");
        assertSucceeded(it.ended(Web.TOKYO, commit));
        assertSucceeded(it.ended(Web.OSAKA, commit));
        it.await("the sync ends too", () -> {
            var found = it.api().get("/deployments/" + asked.path("id").asText());
            return found.path("status").asText().equals("SUCCEEDED") ? found : null;
        });
        assertThat(it.image("osaka", "web")).isEqualTo("nginx:1.70-alpine");
    }

    @Test
    void ofTheDatabase() {
        var commit = web.push("nginx:1.71-alpine");
        var waiting = it.waiting(Web.TOKYO, commit);
        it.processes().kill("database");
        var id = waiting.path("id").asText();
        assertThat(it.penstock(5, "deployment", "get", id)).contains("The database does not answer");
        assertThat(it.penstock(5, "deployment", "approve", id)).contains("The database does not answer");
        var pushed = changeHello();
        it.up();
        assertThat(it.waiting(Web.TOKYO, commit).path("id").asText()).isEqualTo(id);
        web.approve(waiting);
        assertSucceeded(it.ended(Web.TOKYO, commit));
        assertSucceeded(it.ended(Web.OSAKA, commit));
        assertSucceeded(it.ended("hello@tokyo", pushed));
        assertSucceeded(it.ended("hello@osaka", pushed));
    }

    private String changeHello() {
        var file = "hello/service.yaml";
        return it.sample()
                .commit(
                        "Another port",
                        Map.of(file, web.read(file).replaceAll("port: .*", "port: " + PORTS.incrementAndGet())));
    }

    private String why(JsonNode deployment) {
        return it.penstock(0, "deployment", "why", deployment.path("id").asText());
    }

    private static void assertSucceeded(JsonNode ended) {
        assertThat(ended.path("status").asText())
                .as(ended.path("statusReason").asText())
                .isEqualTo("SUCCEEDED");
    }
}
