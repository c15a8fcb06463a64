package io.penstock.controlplane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AccessTest {
    private static final ApiServer SERVER = ApiServer.start("installation.sql");

    @Test
    void saysTheSameOfAWrongNameAndAWrongPassword() {
        for (var name : List.of("initial", "nobody")) {
            var response = SERVER.send(SERVER.request("/api/v1/session")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"user\":\"" + name + "\",\"password\":\"wrong\"}")));
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body()).contains("The name or the password is wrong.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer psk_initial0_wrongwrongwrongwrongwrongwrongwrongwrong", "Bearer x", "Basic YTpi"})
    void refusesWhoIsNotKnownWithoutDetail(String authorization) {
        var request = SERVER.request("/api/v1/applications");
        var response = SERVER.send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body()).contains("Sign in, or send a valid API key.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api;v1/people",
                "/api;/v1/people",
                "/api;a=b/v1/applications",
                "/%61pi;v1/v1/clusters",
                "/api/v1;session/people",
                "/api/openapi.json/../v1/people",
                "/api/v1/session;/../people",
                "//api/v1/people",
                "/api//v1/people",
            })
    void letsNobodyPassByAnotherSpellingOfTheAddress(String path) throws IOException {
        var answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain("\"items\"", "Content-Type: application/json");
    }

    @Test
    void refusesADisabledKey() {
        var made = SERVER.post("/api/v1/apikeys", "{\"name\":\"ci\",\"role\":\"READ_ONLY\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        var key = made.body().replaceAll(".*\"key\":\"([^\"]+)\".*", "$1");
        var request = SERVER.request("/api/v1/session").header("Authorization", "Bearer " + key);
        assertThat(SERVER.send(request).statusCode()).isEqualTo(200);
        SERVER.post("/api/v1/apikeys/" + key.split("_", -1)[1] + "/disable", "");
        assertThat(SERVER.send(request).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/applications", "/api/v1/people", "/api/v1/apikeys"})
    void letsAReaderWriteNothing(String path) {
        var request = SERVER.request(path)
                .header("Authorization", "Bearer " + ApiServer.READER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"));
        assertThat(SERVER.send(request).statusCode()).isEqualTo(403);
    }

    @Test
    void letsAnEditorWriteButNotAdminister() {
        var cookie = person("eddy", "EDITOR");
        assertThat(SERVER.send(written(cookie, "/api/v1/applications", "{}")).statusCode())
                .isEqualTo(422);
        var refused = SERVER.send(written(cookie, "/api/v1/people", "{}"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("urn:penstock:problem:forbidden");
        assertThat(SERVER.send(SERVER.request("/api/v1/audit").header("Cookie", cookie))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void signsInAndOut() {
        var body = "{\"user\":\"ada\",\"password\":\"" + ApiServer.PASSWORD + "\"}";
        var response = SERVER.send(SERVER.request("/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        assertThat(response.body()).contains("\"name\":\"ada\",\"role\":\"ADMIN\"");
        var cookie = response.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain("Secure");

        var session = cookie.split(";", -1)[0];
        var request = SERVER.request("/api/v1/session").header("Cookie", session);
        assertThat(SERVER.send(request).statusCode()).isEqualTo(200);
        SERVER.send(written(session, "/api/v1/session", "").DELETE());
        assertThat(SERVER.send(request).statusCode()).isEqualTo(401);
    }

    @Test
    void refusesAWriteBySessionWithoutTheOwnHeader() {
        var cookie = SERVER.signIn("ada", ApiServer.PASSWORD);
        var request = SERVER.request("/api/v1/applications")
                .header("Cookie", cookie)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"));
        assertThat(SERVER.send(request).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: http://elsewhere.example", "Sec-Fetch-Site: cross-site", "Origin: null"})
    void refusesAPageOfAnotherOrigin(String header) {
        var cookie = SERVER.signIn("ada", ApiServer.PASSWORD);
        var parts = header.split(": ", 2);
        var request = written(cookie, "/api/v1/applications", "{}").header(parts[0], parts[1]);
        assertThat(SERVER.send(request).statusCode()).isEqualTo(403);
    }

    @Test
    void takesAPageOfItsOwnOrigin() {
        var cookie = SERVER.signIn("ada", ApiServer.PASSWORD);
        var request = written(cookie, "/api/v1/applications", "{}")
                .header("Origin", "http://127.0.0.1:" + SERVER.port())
                .header("Sec-Fetch-Site", "same-origin");
        assertThat(SERVER.send(request).statusCode()).isEqualTo(422);
    }

    @Test
    void refusesAnotherHost() throws IOException {
        assertThat(raw(
                        "GET /api/v1/session HTTP/1.1\r\nHost: bent.example\r\nConnection: close\r\nAuthorization: Bearer "
                                + ApiServer.KEY + "\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void slowsDownWhoGuesses() {
        person("victor", "VIEWER");
        var statuses = new TreeSet<Integer>();
        for (var i = 0; i < 7; i++) {
            statuses.add(SERVER.send(SERVER.request("/api/v1/session")
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"user\":\"victor\",\"password\":\"wrong\"}")))
                    .statusCode());
        }
        assertThat(statuses).containsExactly(401, 429);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 513})
    void takesNoPasswordThatWouldNeverFit(int length) {
        var password = "p".repeat(length);
        var response = SERVER.post(
                "/api/v1/people", "{\"name\":\"pat\",\"role\":\"VIEWER\",\"password\":\"" + password + "\"}");
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body())
                .contains("password: … (expected: 10 to 512 characters)")
                .doesNotContain(password);
    }

    @Test
    void endsTheSessionsOfADisabledPerson() {
        var cookie = person("dora", "VIEWER");
        assertThat(SERVER.post("/api/v1/people/dora/disable", "").statusCode()).isEqualTo(200);
        assertThat(SERVER.send(SERVER.request("/api/v1/session").header("Cookie", cookie))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void keepsTheLastAdministrator() {
        assertThat(SERVER.post("/api/v1/people/ada/disable", "").statusCode()).isEqualTo(409);
    }

    @Test
    void keepsTheTraceOfWrites() {
        SERVER.post("/api/v1/people", "{\"name\":\"tom\",\"role\":\"VIEWER\"}");
        assertThat(SERVER.get("/api/v1/audit").body()).contains("person.add", "\"name\": \"tom\"", "key:initial0");
    }

    private static String person(String name, String role) {
        var body = "{\"name\":\"" + name + "\",\"role\":\"" + role + "\",\"password\":\"0123456789\"}";
        assertThat(SERVER.post("/api/v1/people", body).statusCode()).isEqualTo(201);
        return SERVER.signIn(name, "0123456789");
    }

    private static HttpRequest.Builder written(String cookie, String path, String body) {
        return SERVER.request(path)
                .header("Cookie", cookie)
                .header("X-Penstock-Request", "tests")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }
}
