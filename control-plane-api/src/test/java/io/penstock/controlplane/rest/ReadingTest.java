package io.penstock.controlplane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.workflows.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReadingTest {
    private static final ApiServer SERVER = ApiServer.start("installation.sql");
    private static final String RUNNING = "00000000-0000-0000-0000-00000000d002";

    @ParameterizedTest
    @CsvSource({
        "session, /session",
        "overview, /overview",
        "applications, /applications?limit=2",
        "applications-filtered, /applications?cluster=tokyo&label=team:store&query=eb&state=active",
        "application, /applications/web@tokyo",
        "application-faulty, /applications/hello",
        "application-history, /applications/web@tokyo/history",
        "suggestions, /application-suggestions",
        "deployments, /deployments?limit=2",
        "deployments-filtered, /deployments?application=web@tokyo&status=running&query=Newer&cluster=tokyo",
        "deployment, /deployments/00000000-0000-0000-0000-00000000d002",
        "deployment-pending, /deployments/00000000-0000-0000-0000-00000000d003",
        "deployment-unsent, /deployments/00000000-0000-0000-0000-00000000d004",
        "stages, /deployments/00000000-0000-0000-0000-00000000d002/stages",
        "why, /deployments/00000000-0000-0000-0000-00000000d002/why",
        "changes, /deployments/00000000-0000-0000-0000-00000000d002/changes",
        "facts, /deployments/00000000-0000-0000-0000-00000000d002/facts",
        "logs, /deployments/00000000-0000-0000-0000-00000000d002/logs?limit=2",
        "logs-of-stage, /deployments/00000000-0000-0000-0000-00000000d002/logs?stage=WAIT_APPROVAL&after=0",
        "chains, /chains",
        "chain, /chains/00000000-0000-0000-0000-00000000c001",
    })
    void answersAsTheGoldenFileSays(String name, String path) throws IOException {
        var response = SERVER.get("/api/v1" + path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        Golden.check(name, response.body());
    }

    @Test
    void leadsThroughAListByItsCursor() throws IOException {
        var cursor = Json.wire()
                .readTree(SERVER.get("/api/v1/deployments?limit=3").body())
                .get("next")
                .asText();
        var rest = SERVER.get("/api/v1/deployments?limit=3&cursor=" + cursor).body();
        assertThat(rest).contains("00000000d001").doesNotContain("00000000d002").contains("\"next\":null");
    }

    @Test
    void downloadsALogAsText() {
        var response = SERVER.get("/api/v1/deployments/" + RUNNING + "/logs/download");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
        assertThat(response.body()).isEqualTo("""
                        2026-01-03T00:00:03Z K8S_CANARY_ROLLOUT#1 applying 3 objects
                        2026-01-03T00:00:03.500Z K8S_CANARY_ROLLOUT#2 applied
                        2026-01-03T00:00:04Z WAIT_APPROVAL#1 waiting for an approval
                        """);
    }

    @Test
    void offersCloseNamesForAWrongOne() {
        var response = SERVER.get("/api/v1/applications/helo");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("did you mean hello@tokyo?");
        assertThat(SERVER.get("/api/v1/applications/web@kyoto").body())
                .contains("expected: its cluster, as in web@osaka, web@tokyo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/applications?query=%00", "/applications?label=%00", "/deployments?query=a%00"})
    void refusesACharacterThatNoTextHolds(String path) {
        var response = SERVER.get("/api/v1" + path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(response.body()).contains("expected: text without NUL");
    }

    @Test
    void asksForTheClusterWhereSeveralHaveTheName() {
        var response = SERVER.get("/api/v1/applications/web");
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("name@cluster");
    }

    @Test
    void listsTheDeploymentsOfAllApplicationsOfAName() {
        var body = SERVER.get("/api/v1/deployments?application=web").body();
        assertThat(body).contains("00000000d001").contains("00000000d004");
    }

    @Test
    void saysWhyTheChangesOfADeploymentAreNotThere() {
        var unknown = SERVER.get("/api/v1/deployments/00000000-0000-0000-0000-0000000000ff/changes");
        assertThat(unknown.statusCode()).isEqualTo(404);
        var pending = SERVER.get("/api/v1/deployments/00000000-0000-0000-0000-00000000d003/changes");
        assertThat(pending.statusCode()).isEqualTo(404);
        assertThat(pending.body()).contains("changes is not known yet: it is not rendered.");
        var cleared = SERVER.get("/api/v1/deployments/00000000-0000-0000-0000-00000000d001/changes");
        assertThat(cleared.statusCode()).isEqualTo(404);
        assertThat(cleared.body()).contains("its piped has not uploaded it yet, or it was cleared since");
    }
}
