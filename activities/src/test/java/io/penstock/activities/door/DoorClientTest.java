package io.penstock.activities.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.RepositoryId;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DoorClientTest {
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
    void asksAgainWhileTheControlPlaneIsUnwell() {
        door.statuses.addAll(List.of(503, 500, 429));
        client.put(new BlobId("a".repeat(64)), new byte[] {1});
        assertThat(door.bundles).hasSize(1);
        assertThat(client.standing().good()).isTrue();
    }

    @Test
    void asksAgainWhileNothingAnswers() throws IOException {
        door.stop();
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(500);
                door.startAgain();
            } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(client.registrations(0)).isPresent();
    }

    @Test
    void givesUpAfterItsPatienceAndSaysWhy() {
        door.away = true;
        assertThatThrownBy(() -> client.registrations(0))
                .isInstanceOf(DoorAway.class)
                .hasMessageContaining("503: the database is away");
        assertThat(client.standing().good()).isFalse();
        assertThat(client.standing().revoked()).isFalse();
    }

    @Test
    void aRefusalIsNotRepeated() {
        door.statuses.add(409);
        assertThatThrownBy(() -> client.registrations(0))
                .isInstanceOf(DoorRefused.class)
                .hasMessageContaining("409: as the test wants");
        assertThat(door.calls).hasValue(1);
    }

    @Test
    void aRevokedKeyShowsInTheStanding() {
        door.statuses.add(401);
        assertThatThrownBy(() -> client.registrations(0))
                .isInstanceOfSatisfying(
                        DoorRefused.class, e -> assertThat(e.revoked()).isTrue());
        assertThat(client.standing().revoked()).isTrue();
        assertThat(client.registrations(0)).isPresent();
        assertThat(client.standing().revoked()).isFalse();
    }

    @Test
    void unchangedRegistrationsAreNotSentAgain() {
        assertThat(client.registrations(0)).isPresent();
        assertThat(client.registrations(1)).isEmpty();
    }

    @Test
    void plainHttpIsForLoopbackOnly() {
        assertThatThrownBy(() -> WebAddress.parse("http://192.0.2.1:8080"))
                .hasMessage(
                        "webAddress: http://192.0.2.1:8080 (expected: https, since plain http is for loopback only)");
        assertThatThrownBy(() -> WebAddress.parse("ftp://x")).hasMessageContaining("expected: https://HOST");
        assertThatThrownBy(() -> WebAddress.parse("not an address")).hasMessageContaining("expected: https://HOST");
        assertThat(WebAddress.parse("https://penstock.example.com/").uri()).hasToString("https://penstock.example.com");
    }

    @Test
    void eventsComeAndTheStreamIsOpenedAgain() throws Exception {
        var heard = new CopyOnWriteArrayList<Door.Event>();
        var shop = new Door.Event(Door.Event.Kind.FETCH, new RepositoryId("shop"));
        var all = new Door.Event(Door.Event.Kind.FETCH, null);
        try (var stream = new EventStream(client, heard::add)) {
            stream.start();
            Awaitility.await().until(() -> door.listeners() == 1 && heard.contains(all));
            door.say(shop);
            Awaitility.await().until(() -> heard.contains(shop));
            heard.clear();
            door.stop();
            door.startAgain();
            Awaitility.await().until(() -> door.listeners() == 1 && heard.contains(all));
            door.say(shop);
            Awaitility.await().until(() -> heard.contains(shop));
        }
    }
}
