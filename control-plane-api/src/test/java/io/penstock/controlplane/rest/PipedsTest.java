package io.penstock.controlplane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.workflows.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Registration of pipeds and their keys, and the door that the keys open, in a whole control plane.
@Timeout(60)
final class PipedsTest {
    private static final ApiServer SERVER = ApiServer.start("installation.sql");

    @Test
    void registersAPipedWhoseKeyOpensTheDoor() {
        var made = register("sapporo");
        assertThat(made.path("key").asText()).matches("ppk_[A-Za-z0-9_-]{43}");
        assertThat(made.path("name").asText()).isEqualTo("piped-sapporo");
        assertThat(made.path("gateAddress").asText()).isNotEmpty();
        assertThat(made.path("webAddress").asText()).startsWith("http");
        assertThat(piped(made).path("state").asText()).isEqualTo("NEVER_SEEN");

        var hello = """
                {"version": "0.1.0", "incarnation": "%s", "host": "h", "activityTypes": [], "repositories": [],
                 "platformProviders": [], "capabilities": []}""".formatted(UUID.randomUUID());
        var welcome = SERVER.send(SERVER.request("/piped/v1/hello")
                .header("Authorization", "Bearer " + made.path("key").asText())
                .POST(BodyPublishers.ofString(hello)));
        assertThat(welcome.statusCode()).as(welcome.body()).isEqualTo(200);
        assertThat(json(welcome).path("cluster").asText()).isEqualTo("sapporo");

        var seen = piped(made);
        assertThat(seen.path("state").asText()).isEqualTo("ONLINE");
        assertThat(seen.path("version").asText()).isEqualTo("0.1.0");
        assertThat(seen.path("replicas").size()).isEqualTo(1);
        var cluster = json(SERVER.get("/api/v1/clusters/sapporo"));
        assertThat(cluster.path("state").asText()).isEqualTo("ONLINE");
        assertThat(cluster.path("backlog").isNull()).as("Temporal is away").isTrue();
        assertThat(cluster.path("running").asInt()).isZero();

        // Its control plane died with it, so nobody said that it is gone.
        SERVER.sql("UPDATE piped_replica SET last_seen = clock_timestamp() - interval '1 minute' WHERE piped = '"
                + made.path("id").asText() + "'");
        assertThat(piped(made).path("state").asText()).isEqualTo("OFFLINE");
        assertThat(piped(made).path("replicas")).isEmpty();
    }

    @Test
    void keepsTwoKeysAtMost() {
        var made = register("asahikawa");
        var path = "/api/v1/pipeds/" + made.path("id").asText();
        var first = made.path("key").asText();
        var second = json(SERVER.post(path + "/keys", "{}"));
        assertThat(door(first)).isEqualTo(200);
        assertThat(door(second.path("key").asText())).isEqualTo(200);

        var third = json(SERVER.post(path + "/keys", "{}")).path("key").asText();
        awaitDoor(first, 401);
        assertThat(door(second.path("key").asText())).isEqualTo(200);
        var deleted =
                SERVER.send(SERVER.request(path + "/keys/" + second.path("id").asText())
                        .header("Authorization", "Bearer " + ApiServer.KEY)
                        .DELETE());
        assertThat(deleted.statusCode()).isEqualTo(200);
        awaitDoor(second.path("key").asText(), 401);
        assertThat(door(third)).isEqualTo(200);
        assertThat(json(deleted).path("keys").size()).isEqualTo(1);
    }

    @Test
    void letsADisabledPipedInAgainWhenEnabled() {
        var made = register("hakodate");
        var path = "/api/v1/pipeds/" + made.path("id").asText();
        var key = made.path("key").asText();

        assertThat(json(SERVER.post(path + "/disable", "{}")).path("enabled").asBoolean())
                .isFalse();
        awaitDoor(key, 403);
        assertThat(json(SERVER.post(path + "/enable", "{}")).path("enabled").asBoolean())
                .isTrue();
        awaitDoor(key, 200);
    }

    @Test
    void refusesWhoMayNotAndWhatCannotBe() {
        var reader = SERVER.send(SERVER.request("/api/v1/pipeds")
                .header("Authorization", "Bearer " + ApiServer.READER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"cluster\": \"otaru\"}")));
        assertThat(reader.statusCode()).isEqualTo(403);
        assertThat(SERVER.post("/api/v1/pipeds", "{}").statusCode()).isIn(400, 422);
        assertThat(SERVER.post("/api/v1/pipeds", "{\"cluster\": \"control-plane\"}")
                        .statusCode())
                .isIn(400, 422);
        assertThat(SERVER.get("/api/v1/pipeds/" + UUID.randomUUID()).statusCode())
                .isEqualTo(404);
        assertThat(SERVER.get("/api/v1/clusters/nowhere").statusCode()).isEqualTo(404);
        assertThat(door(ApiServer.KEY))
                .as("a program's key opens no door of pipeds")
                .isEqualTo(401);
    }

    private static JsonNode register(String cluster) {
        var answer = SERVER.post("/api/v1/pipeds", "{\"cluster\": \"" + cluster + "\", \"sealingKeyId\": \"k1\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer);
    }

    private static JsonNode piped(JsonNode made) {
        return json(SERVER.get("/api/v1/pipeds/" + made.path("id").asText()));
    }

    private static void awaitDoor(String key, int status) {
        Awaitility.await().until(() -> door(key) == status);
    }

    private static int door(String key) {
        return SERVER.send(SERVER.request("/piped/v1/registrations").header("Authorization", "Bearer " + key))
                .statusCode();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.read(answer.body(), JsonNode.class);
    }
}
