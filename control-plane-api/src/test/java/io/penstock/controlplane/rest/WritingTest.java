package io.penstock.controlplane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.workflows.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WritingTest {
    private static final ApiServer SERVER = ApiServer.start("installation.sql");
    private static final String RUNNING = "/api/v1/deployments/00000000-0000-0000-0000-00000000d002";
    private static final String ENDED = "/api/v1/deployments/00000000-0000-0000-0000-00000000d001";

    @Test
    void registersAnApplicationWithItsFirstIntent() throws IOException {
        var response = add("shop", "tokyo", "sample", "./apps//shop/");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        var application = Json.wire().readTree(response.body());
        assertThat(application.get("path").asText()).isEqualTo("apps/shop");
        assertThat(application.get("configFile").asText()).isEqualTo("app.pipecd.yaml");
        var id = application.get("id").asText();
        var intent = SERVER.get("/api/v1/applications/" + id + "/history").body();
        assertThat(intent).contains("\"kind\":\"REGISTRATION\"", "\"status\":\"PENDING\"");
        assertThat(texts("SELECT kind FROM outbox WHERE content ->> 'application' = '" + id + "' OR key = "
                        + "'watch/tokyo/sample' ORDER BY kind"))
                .contains("LANE", "WATCH");
    }

    @Test
    void parksAnApplicationOfAnUnknownRepository() {
        var response = add("lost", "tokyo", "nowhere", "lost");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).contains("repository nowhere is not in the configuration of a piped of tokyo");
    }

    @ParameterizedTest
    @CsvSource({
        "../up, tokyo, path",
        "/abs, tokyo, path",
        "a/../../b, tokyo, path",
        "a/.git/hooks, tokyo, path",
        "fine, nowhere, cluster",
        "fine, Not A Label, cluster",
        "fine, control-plane, cluster",
    })
    void namesTheFieldThatIsAtFault(String path, String cluster, String field) throws IOException {
        var response = add("bad", cluster, "sample", path);
        assertThat(response.statusCode()).isEqualTo(422);
        var faults = Json.wire().readTree(response.body()).get("faults");
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0).get("field").asText()).isEqualTo(field);
    }

    @Test
    void namesAllMissingFieldsAtOnce() throws IOException {
        var response = SERVER.post("/api/v1/applications", "{}");
        assertThat(response.statusCode()).isEqualTo(422);
        Golden.check("problem-missing-fields", withoutId(response.body()));
    }

    @Test
    void refusesASecondApplicationAtTheSamePlace() {
        assertThat(add("twin", "tokyo", "sample", "twin").statusCode()).isEqualTo(201);
        assertThat(add("other", "tokyo", "sample", "twin").statusCode()).isEqualTo(409);
        assertThat(add("twin", "tokyo", "sample", "elsewhere").statusCode()).isEqualTo(409);
        assertThat(add("twin", "osaka", "sample", "twin").statusCode()).isEqualTo(201);
    }

    @Test
    void syncsDisablesEnablesAndDeletes() {
        add("cycle", "osaka", "sample", "cycle");
        var sync = SERVER.post("/api/v1/applications/cycle/sync", "{\"strategy\":\"quick\"}");
        assertThat(sync.statusCode()).isEqualTo(202);
        assertThat(sync.body()).contains("\"by\":\"initial\"", "\"kind\":\"COMMAND\"", "\"status\":\"PENDING\"");
        assertThat(SERVER.post("/api/v1/applications/cycle/sync", "{\"strategy\":\"fast\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(SERVER.post("/api/v1/applications/cycle/disable", "").body()).contains("\"state\":\"DISABLED\"");
        assertThat(SERVER.post("/api/v1/applications/cycle/sync", "").statusCode())
                .isEqualTo(409);
        assertThat(SERVER.post("/api/v1/applications/cycle/enable", "").body()).contains("\"state\":\"ACTIVE\"");
        var gone = SERVER.send(SERVER.writing("/api/v1/applications/cycle", "").DELETE());
        assertThat(gone.statusCode()).isEqualTo(204);
        assertThat(SERVER.get("/api/v1/applications/cycle").statusCode()).isEqualTo(404);
        assertThat(add("cycle", "osaka", "sample", "cycle").statusCode()).isEqualTo(201);
    }

    @Test
    void goesBackToADeploymentWhoseBundleIsKept() throws IOException {
        var path = "/api/v1/applications/web@tokyo/rollback";
        var ended = "{\"deployment\":\"00000000-0000-0000-0000-00000000d001\"}";
        var gone = SERVER.post(path, ended);
        assertThat(gone.statusCode()).isEqualTo(409);
        assertThat(gone.body()).contains("is no longer kept");
        SERVER.sql("INSERT INTO bulk.bundle (cluster, id, content) VALUES ('tokyo', repeat('1', 64), '\\x00')");
        var response = SERVER.post(path, ended);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        var back = Json.wire().readTree(response.body());
        assertThat(back.get("trigger").get("kind").asText()).isEqualTo("ROLLBACK");
        assertThat(back.get("trigger").get("reason").asText()).isEqualTo("initial goes back to 1111111 “Begin”");
        assertThat(back.get("target").asText()).endsWith("d001");
        assertThat(back.get("commit").get("hash").asText()).isEqualTo("1".repeat(40));
        assertThat(back.get("status").asText()).isEqualTo("PENDING");
    }

    @ParameterizedTest
    @CsvSource({
        "web@tokyo, 00000000-0000-0000-0000-00000000d002, 409",
        "web@tokyo, 00000000-0000-0000-0000-00000000d004, 404",
        "web@tokyo, 00000000-0000-0000-0000-0000000000ff, 404",
        "web@osaka, 00000000-0000-0000-0000-00000000d001, 404",
        "web@tokyo, nonsense, 404",
        "web@tokyo, '', 422",
    })
    void refusesToGoBackToWhatDidNotSucceedThere(String application, String deployment, int status) {
        var response = SERVER.post(
                "/api/v1/applications/" + application + "/rollback", "{\"deployment\":\"" + deployment + "\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    }

    @Test
    void refusesToDeleteWhileADeploymentRuns() {
        var response =
                SERVER.send(SERVER.writing("/api/v1/applications/web@tokyo", "").DELETE());
        assertThat(response.statusCode()).isEqualTo(409);
    }

    @Test
    void writesAnApprovalAndItsMessage() {
        var response = SERVER.post(RUNNING + "/approve", "{\"stage\":\"WAIT_APPROVAL\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(response.body())
                .contains("\"by\":\"initial\",\"decision\":\"APPROVED\"", "The approval by initial is accepted");
        assertThat(texts("SELECT content ->> 'deployment' FROM outbox WHERE kind = 'COMMAND'"))
                .contains(RUNNING.substring(20));
        assertThat(texts("SELECT plan_digest FROM command WHERE kind = 'APPROVE' AND token_hash IS NULL"))
                .contains("digest-2");
    }

    @ParameterizedTest
    @CsvSource({"stage-0, 409", "K8S_PRIMARY_ROLLOUT, 409", "2, 409", "nothing, 422"})
    void refusesToApproveAStageThatDoesNotWait(String stage, int status) {
        var response = SERVER.post(RUNNING + "/approve", "{\"stage\":\"" + stage + "\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    }

    @Test
    void refusesWhatComesAfterTheEnd() {
        for (var verb : List.of("approve", "reject", "cancel", "approval-tokens")) {
            var body = verb.equals("reject") ? "{\"reason\":\"no\"}" : "{}";
            assertThat(SERVER.post(ENDED + "/" + verb, body).statusCode()).isEqualTo(409);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"reason\":\"\"}", "{\"reason\":\"  \"}"})
    void rejectsNothingWithoutAReason(String body) {
        var response = SERVER.post(RUNNING + "/reject", body);
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("reason");
    }

    @Test
    void letsOnlyTheNamedApprove() {
        SERVER.post("/api/v1/people", "{\"name\":\"bob\",\"role\":\"ADMIN\",\"password\":\"0123456789\"}");
        var cookie = SERVER.signIn("bob", "0123456789");
        var response = SERVER.send(SERVER.request(RUNNING + "/approve")
                .header("Cookie", cookie)
                .header("X-Penstock-Request", "tests")
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("Only ada, initial may decide on this stage.");
    }

    @Test
    void issuesATokenThatIsKeptAsItsDigestOnly() throws IOException {
        var response = SERVER.post(RUNNING + "/approval-tokens", "{\"stage\":\"1\"}");
        assertThat(response.statusCode()).isEqualTo(201);
        var token = Json.wire().readTree(response.body()).get("token").asText();
        assertThat(texts("SELECT id::text FROM command WHERE token_hash = sha256('" + token + "')"))
                .hasSize(1);
    }

    @Test
    void cancelsAtOnceWhatNoLaneHasBegun() {
        var pending = "/api/v1/deployments/00000000-0000-0000-0000-00000000d003";
        var response = SERVER.post(pending + "/cancel", "{\"rollback\":null}");
        assertThat(response.body()).contains("\"status\":\"CANCELLED\"", "before it began");
    }

    @Test
    void cancelsWhatRunsByACommand() {
        assertThat(SERVER.post(RUNNING + "/cancel", "{\"rollback\":false}").body())
                .contains("The cancel without rollback by initial is accepted");
    }

    @Test
    void doesARepeatedWriteOnce() {
        var body = "{\"name\":\"once\",\"repository\":\"sample\",\"cluster\":\"tokyo\",\"path\":\"once\"}";
        var first = SERVER.send(SERVER.writing("/api/v1/applications", body).header("Idempotency-Key", "k1"));
        var again = SERVER.send(SERVER.writing("/api/v1/applications", body).header("Idempotency-Key", "k1"));
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        var other = SERVER.send(SERVER.writing("/api/v1/applications", "{}").header("Idempotency-Key", "k1"));
        assertThat(other.statusCode()).isEqualTo(422);
    }

    @Test
    void letsNoKeyPassForAPersonNorAPersonForAKey() {
        var key = SERVER.post("/api/v1/apikeys", "{\"name\":\"ada\",\"role\":\"READ_WRITE\"}");
        assertThat(key.statusCode()).isEqualTo(409);
        var person = SERVER.post("/api/v1/people", "{\"name\":\"initial\",\"role\":\"ADMIN\"}");
        assertThat(person.statusCode()).isEqualTo(409);
    }

    @Test
    void doesNotKeepASecretForARepeatedWrite() {
        var body = "{\"name\":\"secret\",\"role\":\"READ_ONLY\"}";
        var first = SERVER.send(SERVER.writing("/api/v1/apikeys", body).header("Idempotency-Key", "k2"));
        var again = SERVER.send(SERVER.writing("/api/v1/apikeys", body).header("Idempotency-Key", "k2"));
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(texts("SELECT COALESCE(response, 'none') FROM idempotency WHERE key = 'k2'"))
                .containsExactly("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /api/v1/applications | {\"name\": | 400",
                "POST | /api/v1/applications | {\"name\":{}} | 400",
                "POST | /api/v1/applications | [] | 400",
                "POST | /api/v1/nothing | {} | 404",
                "PUT | /api/v1/applications | {} | 405",
                "GET | /api/v1/deployments?limit=many | '' | 422",
                "GET | /api/v1/deployments?cursor=!! | '' | 422",
                "GET | /api/v1/deployments?status=odd | '' | 422",
                "GET | /api/v1/deployments/not-an-id | '' | 404",
                "GET | /api/v1/stream?topics=odd | '' | 422",
            })
    void answersWhatIsWrongWithAProblem(String method, String path, String body, int status) throws IOException {
        var response = SERVER.send(SERVER.writing(path, "").method(method, HttpRequest.BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        var problem = Json.wire().readTree(response.body());
        assertThat(problem.get("id").asText()).hasSize(12);
        assertThat(problem.get("detail").asText()).doesNotContain("io.penstock", "java.");
        assertThat(response.headers().firstValue("X-Request-Id"))
                .hasValue(problem.get("id").asText());
    }

    @Test
    void refusesABodyThatIsTooLong() {
        var response = SERVER.post("/api/v1/applications", "{\"name\":\"" + "x".repeat(1 << 20) + "\"}");
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void wantsANameWhereTheDirectoryHasNone() {
        var place = "\"cluster\":\"tokyo\",\"repository\":\"shop\",\"path\":\"apps/_shared\"";
        var nameless = SERVER.post("/api/v1/applications", "{" + place + "}");
        assertThat(nameless.statusCode()).as(nameless.body()).isEqualTo(422);
        assertThat(nameless.body()).contains("name", "_shared");
        var named = SERVER.post("/api/v1/applications", "{\"name\":\"shared\"," + place + "}");
        assertThat(named.statusCode()).as(named.body()).isEqualTo(201);
    }

    private static HttpResponse<String> add(String name, String cluster, String repository, String path) {
        return SERVER.post(
                "/api/v1/applications",
                Json.write(Map.of("name", name, "cluster", cluster, "repository", repository, "path", path)));
    }

    private static String withoutId(String problem) {
        return problem.replaceAll("\"id\":\"[0-9a-f]{12}\"", "\"id\":\"…\"");
    }

    private static List<String> texts(String sql) {
        return SERVER.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
