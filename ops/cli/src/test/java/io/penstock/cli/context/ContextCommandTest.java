package io.penstock.cli.context;

import static io.penstock.cli.Installation.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.Typed;
import io.penstock.controlplane.rest.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class ContextCommandTest {
    private static final String URL = "http://127.0.0.1:" + SERVER.port();

    @TempDir
    private Path home;

    @Test
    void signsInWithAPasswordAndSpeaksToThatControlPlaneUntilSignedOut() throws IOException {
        var in = person().typing(ApiServer.PASSWORD + "\n", "login", URL, "--user", "ada", "--name", "there");
        assertThat(in.exit()).as(in.err()).isZero();
        assertThat(in.out() + in.err()).doesNotContain(ApiServer.PASSWORD);
        assertThat(person().type("application", "list").out()).contains("web");
        var file = home.resolve("contexts.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain(ApiServer.PASSWORD);
        var listed = person().type("context", "list", "-o", "json").json().path("items");
        assertThat(listed.get(1).path("name").asText()).isEqualTo("there");
        assertThat(listed.get(1).path("current").asBoolean()).isTrue();
        assertThat(listed.toString()).doesNotContain("penstock_session");
        var session = Files.readString(file);
        assertThat(person().type("logout").exit()).isZero();
        assertThat(person().type("application", "list").exit()).isEqualTo(5);
        Files.writeString(file, session);
        assertThat(person().type("application", "list").exit()).isEqualTo(3);
    }

    @Test
    void usesAnApiKeyAndChangesBetweenContexts() {
        assertThat(person().typing(ApiServer.READER + "\n", "login", URL, "--api-key", "--name", "one")
                        .exit())
                .isZero();
        assertThat(person().typing(ApiServer.KEY + "\n", "login", URL, "--api-key", "--name", "two")
                        .exit())
                .isZero();
        assertThat(person().type("apikey", "list").exit()).isZero();
        assertThat(person().type("context", "use", "one").exit()).isZero();
        assertThat(person().type("apikey", "list").exit()).isEqualTo(3);
        assertThat(person().type("context", "use", "local").exit()).isZero();
        assertThat(person().type("apikey", "list").exit()).isEqualTo(5);
        var wrong = person().type("context", "use", "tow");
        assertThat(wrong.exit()).isEqualTo(4);
        assertThat(wrong.err()).contains("did you mean");
    }

    @Test
    void keepsNothingWhenItIsNotLetIn() {
        assertThat(person().typing("wrong\n", "login", URL, "--user", "ada").exit())
                .isEqualTo(3);
        assertThat(person().typing("psk_wrong\n", "login", URL, "--api-key").exit())
                .isEqualTo(3);
        assertThat(person().typing("", "login", URL, "--user", "ada").exit()).isEqualTo(2);
        assertThat(home.resolve("contexts.json")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://penstock.example.com",
                "ftp://127.0.0.1",
                "nonsense",
                "http://",
                "://",
                "http://dead.beef"
            })
    void sendsNoPasswordOverAnOpenLine(String url) {
        var answer = person().typing("secret\n", "login", url, "--user", "ada");
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).contains("(expected: https://HOST, or http:// on this machine;");
    }

    private Typed person() {
        return new Typed(Map.of("PENSTOCK_HOME", home.toString()));
    }
}
