package io.penstock.controlplane.piped;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.controlplane.piped.TestPipeds.Registered;
import io.penstock.workflows.deployment.CommitView;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.id.RepositoryId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
final class PipedDoorTest {
    private static final String REGISTRATIONS = "{\"kind\":\"REGISTRATIONS\"}";
    private static final String COMMIT = "0123456789012345678901234567890123456789";
    private static DoorFixture door;
    private static Registered tokyo;
    private static Registered osaka;

    @BeforeAll
    static void start() throws Exception {
        door = new DoorFixture();
        tokyo = door.register("tokyo");
        osaka = door.register("osaka");
    }

    @AfterAll
    static void stop() throws Exception {
        door.stop();
    }

    @Test
    void turnsStrangersAway() {
        var disabled = door.register("nara");
        TestPipeds.disable(door.jdbi(), disabled);

        assertThat(door.call("ppk_" + "x".repeat(43), "GET", "/registrations", null)
                        .statusCode())
                .isEqualTo(401);
        assertThat(door.call("", "GET", "/registrations", null).statusCode()).isEqualTo(401);
        assertThat(door.call(disabled, "GET", "/registrations", null).statusCode())
                .isEqualTo(403);
        assertThat(door.call(tokyo, "GET", "/elsewhere", null).statusCode()).isEqualTo(404);
        assertThat(door.call(tokyo, "GET", "", null).statusCode()).isEqualTo(404);
        assertThat(door.call(tokyo, "POST", "/hello", "{").statusCode()).isEqualTo(400);
        assertThat(door.call(tokyo, "POST", "/hello", "{}").statusCode()).isEqualTo(400);
        assertThat(door.call(tokyo, "POST", "/hello", """
                        {"version": "1", "incarnation": "%s", "host": "h", "activityTypes": [null],
                        "repositories": [null], "platformProviders": [], "capabilities": []}
                        """.formatted(UUID.randomUUID()))
                        .statusCode())
                .isEqualTo(400);
        assertThat(door.call(tokyo, "POST", "/livestate", "{}").statusCode()).isEqualTo(501);
    }

    @Test
    void saysWhatHappensToItsOwnClusterUntilTheKeyIsRevoked() throws Exception {
        var himeji = door.register("himeji");
        try (var events = new BufferedReader(new InputStreamReader(door.events(himeji), UTF_8))) {
            assertThat(events.readLine()).isEqualTo(": welcome");
            door.jdbi().useHandle(it -> {
                it.execute("SELECT pg_notify('penstock', 'fetch:tokyo/elsewhere')");
                it.execute("SELECT pg_notify('penstock', 'fetch:himeji/shop')");
                it.execute("UPDATE cluster SET registration_revision = 1 WHERE name = 'himeji'");
            });
            var first = data(events);
            // What was told of the new cluster itself may be heard only now.
            assertThat(REGISTRATIONS.equals(first) ? data(events) : first)
                    .isEqualTo("{\"kind\":\"FETCH\",\"repository\":\"shop\"}");
            assertThat(data(events)).isEqualTo(REGISTRATIONS);

            TestPipeds.revoke(door.jdbi(), himeji);
            assertThat(data(events)).isNull();
        }
    }

    @Test
    void keepsChangeSetsOfItsOwnRepositoriesOnce() {
        door.repository("tokyo");
        var mine = door.application("tokyo", "mine");
        door.repository("osaka");
        var theirs = door.application("osaka", "theirs");

        assertThat(door.call(tokyo, "PUT", "/changesets/a1", changes("r", mine)).statusCode())
                .isEqualTo(204);
        assertThat(door.call(tokyo, "PUT", "/changesets/a1", changes("r", mine)).statusCode())
                .isEqualTo(204);
        assertThat(door.text("SELECT count(*)::text FROM change_set WHERE (cluster, id) = ('tokyo', 'a1')"))
                .isEqualTo("1");
        assertThat(door.call(osaka, "PUT", "/changesets/a1", changes("r", theirs))
                        .statusCode())
                .as("no cluster can take an id from another")
                .isEqualTo(204);
        assertThat(door.text("SELECT string_agg(cluster, ',' ORDER BY cluster) FROM change_set WHERE id = 'a1'"))
                .isEqualTo("osaka,tokyo");
        assertThat(door.call(tokyo, "PUT", "/changesets/a2", changes("unknown", mine))
                        .statusCode())
                .isEqualTo(409);
        assertThat(door.call(tokyo, "PUT", "/changesets/a3", changes("r", theirs))
                        .statusCode())
                .isEqualTo(403);
        assertThat(door.call(tokyo, "PUT", "/changesets/..%2Fa", changes("r", mine))
                        .statusCode())
                .isIn(400, 404);
    }

    @Test
    void listensToAKeyThatItKnowsThoughSomebodyGuessesFromTheSameAddress() throws Exception {
        var other = new DoorFixture();
        try {
            var known = other.register("known");
            assertThat(status(other, known)).isEqualTo(200);
            var guessed = new Registered(known.piped(), known.cluster(), known.key(), "ppk_" + "A".repeat(43));
            var statuses = new ArrayList<Integer>();
            for (var each = 0; each < 30; each++) {
                statuses.add(status(other, guessed));
            }
            assertThat(statuses).startsWith(401).endsWith(429);
            assertThat(status(other, known)).isEqualTo(200);
        } finally {
            other.stop();
        }
    }

    private static int status(DoorFixture door, Registered piped) {
        return door.call(piped, "GET", "/registrations", null).statusCode();
    }

    @Test
    void keepsFewChangeSetsThatNobodyTookIn() {
        var application = door.application("tokyo", "many");
        var changes = changes("r", application);
        door.repository("tokyo");
        for (var each = 0; each < 60; each++) {
            assertThat(door.call(tokyo, "PUT", "/changesets/many-" + each, changes)
                            .statusCode())
                    .isEqualTo(204);
        }
        assertThat(door.text("SELECT count(*) FROM change_set WHERE recorded_at IS NULL AND cluster = 'tokyo'"))
                .isEqualTo("50");
        assertThat(door.text("SELECT count(*) FROM change_set WHERE id = 'many-59'"))
                .isEqualTo("1");
    }

    @Test
    void keepsTextsThatPostgresqlWouldRefuse() {
        door.repository("tokyo");
        var escaped = changes("r", door.application("tokyo", "escaped"), "a \0 and a \\u0000 and a \\\\u0000");

        assertThat(door.call(tokyo, "PUT", "/changesets/u1", escaped).statusCode())
                .isEqualTo(204);
        assertThat(door.text("SELECT content #>> '{head,message}' FROM change_set WHERE id = 'u1'"))
                .isEqualTo("a  and a \\u0000 and a \\\\u0000");
    }

    @Test
    void turnsAwayWhatWouldTakeTheMemoryOfAll() throws Exception {
        var greedy = door.register("greedy");
        var most = (int) (Runtime.getRuntime().maxMemory() / 4 / (32 << 20)) + 2;
        var sockets = new ArrayList<Socket>();
        try {
            for (var each = 0; each < most; each++) {
                sockets.add(door.promise(greedy, "/bundles/" + "a".repeat(64), 16 << 20));
            }
            Awaitility.await().until(() -> turnedAway(sockets) > 0);
            assertThat(turnedAway(sockets)).isLessThan(most);
            assertThat(door.call(tokyo, "GET", "/registrations", null).statusCode())
                    .isEqualTo(200);
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
        var sealed = "later".getBytes(UTF_8);
        Awaitility.await()
                .untilAsserted(() -> assertThat(door.call(greedy, "PUT", "/bundles/" + sha256(sealed), sealed)
                                .statusCode())
                        .isEqualTo(204));
        assertThat(door.call(greedy, "PUT", "/changesets/many", "[" + "{},".repeat(300_000) + "{}]")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void keepsBundlesForTheirClusterOnly() {
        var sealed = "sealed".getBytes(UTF_8);
        var id = sha256(sealed);

        assertThat(door.call(tokyo, "PUT", "/bundles/" + id, sealed).statusCode())
                .isEqualTo(204);
        assertThat(door.call(tokyo, "PUT", "/bundles/" + id, sealed).statusCode())
                .isEqualTo(204);
        assertThat(door.call(tokyo, "GET", "/bundles/" + id, null).body()).isEqualTo(sealed);
        assertThat(door.call(osaka, "GET", "/bundles/" + id, null).statusCode()).isEqualTo(404);
        assertThat(door.call(tokyo, "PUT", "/bundles/" + "a".repeat(64), sealed).statusCode())
                .isEqualTo(400);
        assertThat(door.call(tokyo, "PUT", "/bundles/x", sealed).statusCode()).isEqualTo(400);
        assertThat(door.call(tokyo, "PUT", "/bundles/" + id, new byte[(16 << 20) + 1])
                        .statusCode())
                .isEqualTo(413);
        assertThat(door.call(tokyo, "PUT", "/views/diff-1", "- a\n+ b").statusCode())
                .isEqualTo(204);
        assertThat(door.text("SELECT content FROM bulk.view WHERE (cluster, id) = ('tokyo', 'diff-1')"))
                .isEqualTo("- a\n+ b");
    }

    @Test
    void readsWhatADeploymentChangesBeforeItIsKept() {
        var change =
                new Door.Change(Door.Change.Kind.REMOVED, "v1", "ConfigMap", "", "gone", "kind: ConfigMap\n", null);
        var changes = new Door.Changes(List.of(change), null, null);
        assertThat(door.call(tokyo, "PUT", "/views/changes-1", changes).statusCode())
                .isEqualTo(204);
        assertThat(door.call(tokyo, "PUT", "/views/changes-1", new Door.Changes(List.of(), null, null))
                        .statusCode())
                .isEqualTo(204);
        assertThat(door.text("SELECT summary FROM bulk.view WHERE id = 'changes-1'"))
                .isEqualTo("ConfigMap gone is removed");
        for (var wrong : List.of("not json", "{}", "{\"items\":[null]}", "[]")) {
            assertThat(door.call(tokyo, "PUT", "/views/changes-2", wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(door.call(tokyo, "PUT", "/views/changes-2", new byte[(4 << 20) + 1])
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void readsATooLongBodyToItsEndSoThatTheSenderSeesTheAnswer() throws Exception {
        var length = (4 << 20) + 1;
        try (var socket = door.promise(tokyo, "/views/changes-3", length)) {
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(new byte[length]);
            assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void takesLinesOfItsOwnRunningStagesOnce() {
        door.repository("tokyo");
        var application = door.application("tokyo", "logged");
        var running = door.deployment(application, "tokyo", null);
        var ended = door.deployment(application, "tokyo", "1 hour");

        assertThat(door.call(tokyo, "POST", "/logs", lines(running, 100, 3)).statusCode())
                .isEqualTo(200);
        assertThat(door.call(tokyo, "POST", "/logs", lines(running, 100, 4)).statusCode())
                .isEqualTo(200);
        assertThat(door.text("SELECT string_agg(line::text, ',' ORDER BY line) FROM bulk.stage_log WHERE deployment = '"
                        + running + "'"))
                .isEqualTo("100,101,102,103");
        assertThat(door.call(osaka, "POST", "/logs", lines(running, 0, 1)).statusCode())
                .isEqualTo(409);
        assertThat(door.call(tokyo, "POST", "/logs", lines(ended, 0, 1)).statusCode())
                .isEqualTo(409);
        assertThat(door.call(tokyo, "POST", "/logs", lines(running, 200, 2_001)).statusCode())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @MethodSource
    void namesWhatIsMissingInABody(String call, String body, String named) {
        var parts = call.split(" ", 2);
        var answer = door.call(tokyo, parts[0], parts[1], body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), UTF_8)).contains(named + ": missing");
    }

    static Stream<Arguments> namesWhatIsMissingInABody() {
        var id = UUID.randomUUID();
        var lines = "{\"deployment\":\"" + id + "\",\"stage\":0,\"attempt\":1,\"offset\":0,\"lines\":%s}";
        var changes = "{\"repository\":\"r\",\"to\":\"" + COMMIT + "\",\"head\":{\"hash\":\"" + COMMIT
                + "\"},\"applications\":%s,\"suggestions\":%s}";
        return Stream.of(
                Arguments.of("POST /logs", lines.formatted("[null]"), "lines[0]"),
                Arguments.of(
                        "POST /logs",
                        lines.formatted("[{\"at\":\"2026-01-01T00:00:00Z\",\"text\":\"a\"},"
                                + "{\"at\":\"2026-01-01T00:00:00Z\"}]"),
                        "lines[1].text"),
                Arguments.of("POST /logs", lines.formatted("[{\"text\":\"a\"}]"), "lines[0].at"),
                Arguments.of("PUT /changesets/n1", changes.formatted("[null]", "[]"), "applications[0]"),
                Arguments.of("PUT /changesets/n2", changes.formatted("[{}]", "[]"), "applications[0].application"),
                Arguments.of(
                        "PUT /changesets/n3",
                        changes.formatted("[{\"application\":\"" + id + "\",\"faults\":[]}]", "[]"),
                        "applications[0].changedPaths"),
                Arguments.of("PUT /changesets/n4", changes.formatted("[]", "[{}]"), "suggestions[0].path"),
                Arguments.of(
                        "PUT /views/changes-n",
                        "{\"items\":[{\"kind\":\"ConfigMap\",\"name\":\"gone\"}]}",
                        "items[0].change"));
    }

    @Test
    void losesTheLinesOfAFullLogAndCountsThem() {
        door.repository("tokyo");
        var deployment = door.deployment(door.application("tokyo", "loud"), "tokyo", null);
        var line = new Door.Line(Instant.EPOCH, "x".repeat(16_000));
        for (var call = 0; call < 12; call++) {
            var many = new Door.Lines(
                    deployment,
                    0,
                    false,
                    1,
                    call * 100L,
                    IntStream.range(0, 100).mapToObj(_ -> line).toList());
            assertThat(door.call(tokyo, "POST", "/logs", many).statusCode()).isEqualTo(200);
        }

        assertThat(door.text(
                        "SELECT (bytes / 1000000)::text || ' MB, ' || (dropped > 600)::text FROM bulk.stage_log_size"
                                + " WHERE deployment = '" + deployment + "'"))
                .isEqualTo("8 MB, true");
        assertThat(door.text(
                        "SELECT text FROM bulk.stage_log WHERE deployment = '" + deployment + "' ORDER BY line DESC"))
                .isEqualTo("… the log is full: what comes now is lost");
    }

    @Test
    void showsWhySomethingDoesNotMove() {
        door.repository("tokyo");
        var deployment = door.deployment(door.application("tokyo", "slow"), "tokyo", null);

        door.call(tokyo, "POST", "/progress", new Door.Progress(deployment, 0, null, "no answer", "wait"));
        door.call(osaka, "POST", "/progress", new Door.Progress(deployment, 0, null, "forged", "wait"));
        var query = "SELECT progress ->> 'cause' FROM stage WHERE deployment = '" + deployment + "'";
        assertThat(door.text(query)).isEqualTo("no answer");
        door.call(tokyo, "POST", "/progress", new Door.Progress(deployment, 0, null, null, null));
        assertThat(door.text(query)).isNull();
        door.call(tokyo, "POST", "/progress", new Door.Progress(null, null, new RepositoryId("r"), "no host", "wait"));
        assertThat(door.text("SELECT cause FROM repository WHERE (cluster, id) = ('tokyo', 'r')"))
                .isEqualTo("no host");
        var early = "SELECT progress ->> 'cause' FROM deployment WHERE id = '" + deployment + "'";
        door.call(osaka, "POST", "/progress", new Door.Progress(deployment, null, null, "forged", "wait"));
        assertThat(door.text(early)).isNull();
        door.call(tokyo, "POST", "/progress", new Door.Progress(deployment, null, null, "no fetch", "wait"));
        assertThat(door.text(early)).isEqualTo("no fetch");
        door.call(tokyo, "POST", "/progress", new Door.Progress(deployment, null, null, null, null));
        assertThat(door.text(early)).isNull();
        assertThat(door.call(tokyo, "POST", "/progress", "{}").statusCode()).isEqualTo(400);
    }

    /// How many calls the door answered before their body came.
    private static long turnedAway(List<Socket> sockets) throws IOException {
        var answered = 0L;
        for (var socket : sockets) {
            answered += socket.getInputStream().available() > 0 ? 1 : 0;
        }
        return answered;
    }

    private static Door.ChangeSet changes(String repository, ApplicationId application) {
        return changes(repository, application, "message");
    }

    private static Door.ChangeSet changes(String repository, ApplicationId application, String message) {
        var commit = new CommitId(COMMIT);
        return new Door.ChangeSet(
                new RepositoryId(repository),
                null,
                commit,
                new CommitView(commit, message, "author", Instant.EPOCH),
                List.of(new Door.Touched(application, null, List.of(), List.of("a"))),
                List.of());
    }

    private static Door.Lines lines(DeploymentId deployment, long offset, int count) {
        var lines = IntStream.range(0, count)
                .mapToObj(number -> new Door.Line(Instant.EPOCH, "line " + number + "\0"))
                .toList();
        return new Door.Lines(deployment, 0, false, 1, offset, lines);
    }

    private static @Nullable String data(BufferedReader events) throws Exception {
        String line;
        do {
            line = events.readLine();
        } while (line != null && !line.startsWith("data:"));
        return line == null ? null : line.substring("data: ".length());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
