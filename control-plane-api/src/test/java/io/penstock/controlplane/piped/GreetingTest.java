package io.penstock.controlplane.piped;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.controlplane.piped.TestPipeds.Registered;
import io.penstock.workflows.Json;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.RepositoryId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a piped says when it comes, what it is told, and whom that wakes.
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
final class GreetingTest {
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
    void remembersWhoSaysHelloAndWakesWatchesThatChanged() {
        var kyoto = door.register("kyoto");
        var first = UUID.randomUUID();
        var welcome = DoorFixture.read(
                door.call(kyoto, "POST", "/hello", hello(first, "https://me:secret@host/r.git")), Door.Welcome.class);
        assertThat(welcome.cluster()).isEqualTo("kyoto");
        assertThat(welcome.piped()).isEqualTo(kyoto.piped().toString());
        assertThat(welcome.gateAddress()).isEqualTo("gate:7233");
        assertThat(door.text("SELECT remote FROM repository WHERE cluster = 'kyoto'"))
                .isEqualTo("https://host/r.git");
        assertThat(door.text("SELECT hello::text FROM piped WHERE cluster = 'kyoto'"))
                .doesNotContain("secret");
        assertThat(watches("kyoto")).as("nothing is registered yet").isZero();

        door.application("kyoto", "shop");
        door.call(kyoto, "POST", "/hello", hello(first, "https://host/r.git"));
        assertThat(watches("kyoto")).as("nothing changed").isZero();
        var second = UUID.randomUUID();
        door.call(kyoto, "POST", "/hello", hello(second, "https://host/moved.git"));
        assertThat(watches("kyoto")).isEqualTo(1);
        assertThat(door.replaced).contains(first).doesNotContain(second);
        door.jdbi().useHandle(it -> it.execute("UPDATE repository SET cause = 'stuck' WHERE cluster = 'kyoto'"));
        door.call(kyoto, "POST", "/hello", hello(second, "https://host/moved.git"));
        assertThat(watches("kyoto")).as("a stuck watch looks again").isEqualTo(2);
    }

    @Test
    void tellsWhatIsParkedThatTheConfigurationChanged() {
        var nara = door.register("nara");
        var incarnation = UUID.randomUUID();
        door.call(nara, "POST", "/hello", hello(incarnation, "https://host/r.git"));
        var parked = door.application("nara", "parked");
        var waiting = door.deployment(parked, "nara", null);
        door.deployment(door.application("nara", "running"), "nara", null);
        door.jdbi().useHandle(it -> it.execute("""
                UPDATE deployment SET started_at = now(), status = 'PENDING', waiting = '[{"cause": "no branch main"}]'
                WHERE id = CAST(? AS uuid)""", waiting.value()));
        door.call(nara, "POST", "/hello", hello(incarnation, "https://host/moved.git"));
        assertThat(door.text("SELECT string_agg(key, ' ') FROM outbox WHERE kind = 'CONFIGURATION'"))
                .isEqualTo("configuration/" + parked);
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:p@ss/w0rd@host/x.git, https://host/x.git",
        "https://ghp_planted@host/x.git, https://host/x.git",
        "ssh://git@host/x.git, ssh://host/x.git",
        "https://host/a@b.git, https://host/a@b.git",
        "git@host:x.git, git@host:x.git",
    })
    void keepsNoCredentialOfAnAddress(String told, String kept) {
        var nikko = door.register("nikko" + Integer.toHexString(told.hashCode()));
        door.call(nikko, "POST", "/hello", hello(UUID.randomUUID(), told));
        assertThat(door.text("SELECT remote FROM repository WHERE cluster = '" + nikko.cluster() + "'"))
                .isEqualTo(kept);
    }

    @Test
    void namesARepositoryWithoutAnId() {
        var said = Json.write(hello(UUID.randomUUID(), "r")).replace("\"id\":\"r\"", "\"id\":null");
        assertThat(door.call(tokyo, "POST", "/hello", said).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesTheIncarnationOfAnother() {
        var incarnation = UUID.randomUUID();
        assertThat(door.call(tokyo, "POST", "/hello", hello(incarnation, "r")).statusCode())
                .isEqualTo(200);
        assertThat(door.call(osaka, "POST", "/hello", hello(incarnation, "r")).statusCode())
                .isEqualTo(409);
    }

    @Test
    void tellsRegistrationsOfTheOwnClusterOnly() {
        var kobe = door.register("kobe");
        door.repository("kobe");
        var own = door.application("kobe", "own");
        door.repository("tokyo");
        door.application("tokyo", "foreign");
        door.jdbi().useHandle(it -> it.execute("UPDATE cluster SET registration_revision = 7 WHERE name = 'kobe'"));

        var registrations =
                DoorFixture.read(door.call(kobe, "GET", "/registrations?since=0", null), Door.Registrations.class);
        assertThat(registrations.revision()).isEqualTo(7);
        assertThat(registrations.applications())
                .extracting(Door.Registration::id)
                .containsExactly(own);
        assertThat(door.call(kobe, "GET", "/registrations?since=7", null).statusCode())
                .isEqualTo(204);
        assertThat(door.call(kobe, "GET", "/registrations?since=6", null).statusCode())
                .isEqualTo(200);
        assertThat(door.call(kobe, "GET", "/registrations?since=x", null).statusCode())
                .isEqualTo(400);
    }

    private static Door.Hello hello(UUID incarnation, String remote) {
        return new Door.Hello(
                "0.1.0",
                incarnation.toString(),
                "host",
                List.of("git.awaitChange"),
                List.of(new Door.WatchedRepository(new RepositoryId("r"), remote, "main")),
                List.of("kubernetes"),
                List.of());
    }

    private static int watches(String cluster) {
        return Integer.parseInt(String.valueOf(door.text(
                "SELECT count(*)::text FROM outbox WHERE kind = 'WATCH' AND key = 'watch/" + cluster + "/r'")));
    }
}
