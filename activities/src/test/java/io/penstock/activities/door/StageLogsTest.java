package io.penstock.activities.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.DeploymentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StageLogsTest {
    private static final DeploymentId DEPLOYMENT = new DeploymentId("0198f000-0000-7000-8000-000000000009");

    @TempDir
    Path folder;

    private final Redactor redactor = new Redactor(List.of("hunter2-is-secret"));
    private DoorDouble door;
    private DoorClient client;

    @BeforeEach
    void begin() throws IOException {
        door = new DoorDouble();
        client = door.client();
    }

    @AfterEach
    void end() {
        client.close();
        door.close();
    }

    @Test
    void linesArriveInOrderWithGrowingNumbers() throws IOException {
        try (var logs = new StageLogs(client, redactor, folder)) {
            var log = logs.of(DEPLOYMENT, 0, false, 1);
            IntStream.range(0, 1_000).forEach(i -> log.line("line " + i));
            Awaitility.await().until(() -> texts().size() == 1_000);
        }
        assertThat(texts())
                .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> "line " + i).toList());
        var next = 0L;
        for (var batch : door.lines) {
            assertThat(batch.offset()).isGreaterThanOrEqualTo(next);
            next = batch.offset() + batch.lines().size();
        }
    }

    @Test
    void secretsAndControlCharactersStayHere() throws IOException {
        redactor.learn(List.of("pa$$word-of-db", "-----BEGIN KEY-----\nMIIEvAIBADANBg\n-----END KEY-----\n"));
        try (var logs = new StageLogs(client, redactor, folder)) {
            var log = logs.of(DEPLOYMENT, 1, true, 2);
            log.line("key hunter2-is-secret.");
            log.line("db pa$$word-of-db " + base64("pa$$word-of-db"));
            log.line("two\nlines \u001b[31mMIIEvAIBADANBg");
        }
        assertThat(texts()).containsExactly("key ******.", "db ****** ******", "two", "lines �[31m******");
        assertThat(door.lines.getFirst().rollback()).isTrue();
        assertThat(door.lines.getFirst().attempt()).isEqualTo(2);
    }

    @Test
    void aSecretAcrossTheEndOfALongLineIsHiddenWhole() throws IOException {
        try (var logs = new StageLogs(client, redactor, folder)) {
            var log = logs.of(DEPLOYMENT, 0, false, 1);
            log.line("x".repeat(16_384 - 8) + "hunter2-is-secret" + "y".repeat(100));
            Awaitility.await().until(() -> texts().size() == 1);
        }
        assertThat(texts().getFirst()).startsWith("xxx").endsWith("x******yy…").doesNotContain("hunter2");
    }

    @Test
    void linesWaitOnDiskWhileTheDoorIsAwayAndGoUpInOrder() throws IOException {
        door.away = true;
        try (var logs = new StageLogs(client, redactor, folder)) {
            var log = logs.of(DEPLOYMENT, 0, false, 1);
            log.line("one hunter2-is-secret");
            Awaitility.await().until(() -> spooled() == 1);
            log.line("two");
        }
        assertThat(spooled()).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("1.json"))).doesNotContain("hunter2");
        door.away = false;
        try (var logs = new StageLogs(client, redactor, folder)) {
            logs.of(DEPLOYMENT, 0, false, 2).line("three");
            Awaitility.await().until(() -> texts().size() == 3);
        }
        assertThat(texts()).containsExactly("one ******", "two", "three");
        assertThat(spooled()).isZero();
    }

    @Test
    void refusedLinesAreDroppedAndOthersGoOn() throws IOException {
        door.statuses.add(409);
        try (var logs = new StageLogs(client, redactor, folder)) {
            logs.of(DEPLOYMENT, 0, false, 1).line("refused");
            Awaitility.await().until(() -> door.calls.get() == 1);
            logs.of(DEPLOYMENT, 1, false, 1).line("taken");
            Awaitility.await().until(() -> texts().size() == 1);
        }
        assertThat(texts()).containsExactly("taken");
    }

    @Test
    void linesWaitOnDiskWhileTheKeyIsNotAccepted() throws IOException {
        door.statuses.add(401);
        try (var logs = new StageLogs(client, redactor, folder)) {
            logs.of(DEPLOYMENT, 0, false, 1).line("kept");
            Awaitility.await().until(() -> texts().size() == 1);
        }
        assertThat(texts()).containsExactly("kept");
        assertThat(spooled()).isZero();
    }

    @Test
    void shortWordsAreNotHidden() {
        var short5 = new Redactor(List.of("abcde", ""));
        assertThat(short5.redact("abcde")).isEqualTo("abcde");
    }

    private long spooled() throws IOException {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }

    private List<String> texts() {
        return door.lines.stream()
                .flatMap(each -> each.lines().stream())
                .map(Door.Line::text)
                .toList();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
