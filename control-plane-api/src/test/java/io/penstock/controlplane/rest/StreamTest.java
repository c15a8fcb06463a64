package io.penstock.controlplane.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamTest {
    private static final ApiServer SERVER = ApiServer.start("installation.sql");
    private static final String RUNNING = "00000000-0000-0000-0000-00000000d002";
    private static final String PENDING = "00000000-0000-0000-0000-00000000d003";

    @Test
    void tellsWhatChangedSoonAfterItDid() {
        try (var reader = Reader.open("deployments", null)) {
            touch(PENDING);
            var begun = System.nanoTime();
            touch(RUNNING);
            await().pollInterval(Duration.ofMillis(2))
                    .until(() -> reader.ids("deployment").contains(RUNNING));
            var took = Duration.ofNanos(System.nanoTime() - begun);
            assertThat(took).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void tellsABurstOnce() {
        try (var reader = Reader.open("deployment:" + RUNNING, null)) {
            for (var i = 0; i < 200; i++) {
                touch(RUNNING);
            }
            touch(PENDING);
            await().until(() -> !reader.ids("deployment").isEmpty());
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            assertThat(reader.ids("deployment")).hasSizeLessThan(100).containsOnly(RUNNING);
        }
    }

    @Test
    void goesOnAfterTheLastEventThatWasSeen() {
        String last;
        try (var reader = Reader.open("deployment", null)) {
            touch(RUNNING);
            await().until(() -> reader.ids("deployment").contains(RUNNING));
            last = reader.lastId();
        }
        touch(PENDING);
        try (var reader = Reader.open("deployment", last)) {
            await().until(() -> reader.ids("deployment").contains(PENDING));
            assertThat(reader.ids("deployment")).doesNotContain(RUNNING);
            assertThat(reader.names()).doesNotContain("reload");
        }
    }

    @Test
    void asksToReadEverythingAgainAfterAnIdThatIsNotKnown() {
        try (var reader = Reader.open("deployment", "other-17")) {
            await().until(() -> reader.names().contains("reload"));
        }
    }

    @Test
    void answersAHeadAndKeepsNothingOpenForIt() {
        for (var each = 0; each < 100; each++) {
            var head = SERVER.request("/api/v1/stream")
                    .header("Authorization", "Bearer " + ApiServer.READER)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody());
            assertThat(SERVER.send(head).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void endsWithTheSession() {
        var cookie = SERVER.signIn("ada", ApiServer.PASSWORD);
        try (var reader = Reader.of(SERVER.request("/api/v1/stream").header("Cookie", cookie))) {
            await().until(() -> reader.names().contains("ready"));
            assertThat(reader.ended).isFalse();
            SERVER.send(SERVER.request("/api/v1/session")
                    .header("Cookie", cookie)
                    .header("X-Penstock-Request", "tests")
                    .DELETE());
            await().atMost(Duration.ofSeconds(5)).until(() -> reader.ended);
        }
    }

    @Test
    void isForThoseOnlyWhoMayRead() {
        assertThat(SERVER.send(SERVER.request("/api/v1/stream")).statusCode()).isEqualTo(401);
    }

    private static void touch(String deployment) {
        SERVER.sql("UPDATE deployment SET last_fact_at = clock_timestamp() WHERE id = '" + deployment + "'");
    }

    /// A reader of the stream, on a thread of its own.
    private static final class Reader implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final HttpResponse<InputStream> response;
        private volatile boolean ended;

        private Reader(HttpResponse<InputStream> response) {
            this.response = response;
            assertThat(response.statusCode()).isEqualTo(200);
            Thread.ofVirtual().start(this::read);
        }

        static Reader open(String topics, @Nullable String last) {
            var request = SERVER.request("/api/v1/stream?topics=" + topics)
                    .header("Accept-Encoding", "gzip")
                    .header("Authorization", "Bearer " + ApiServer.KEY);
            var reader = of(last == null ? request : request.header("Last-Event-ID", last));
            await().until(() -> reader.names().contains("ready"));
            return reader;
        }

        static Reader of(HttpRequest.Builder request) {
            try {
                return new Reader(SERVER.client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        List<String> names() {
            return after("event: ");
        }

        String lastId() {
            return after("id: ").getLast();
        }

        /// The ids in the data of the events of one name.
        List<String> ids(String name) {
            var now = List.copyOf(lines);
            return IntStream.range(0, now.size())
                    .filter(at -> now.get(at).equals("event: " + name))
                    .mapToObj(at -> now.subList(at, Math.min(at + 3, now.size())).stream()
                            .filter(line -> line.startsWith("data: "))
                            .findFirst()
                            .orElse(""))
                    .map(data -> data.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1"))
                    .toList();
        }

        private List<String> after(String start) {
            return lines.stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .toList();
        }

        private void read() {
            try (var text = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                text.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                // closed by the test
            }
            ended = true;
        }

        @Override
        public void close() {
            try {
                response.body().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
