package io.penstock.controlplane.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

@Timeout(60)
class WebhookTest {
    private static final ApiServer SERVER = ApiServer.start("installation.sql");
    private static final String PUSH = "{\"repository\":\"sample\",\"ref\":\"refs/heads/main\",\"after\":\"1\"}";

    @Test
    void tellsThePipedsOfTheRepositoryToFetch() throws SQLException {
        SERVER.jdbi().useHandle(handle -> {
            handle.execute("LISTEN penstock");
            var response = call(PUSH, signature(PUSH, ApiServer.SECRET));
            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.body()).isEqualTo("{\"clusters\":2}");
            var connection = handle.getConnection().unwrap(PGConnection.class);
            await().until(() -> {
                for (var told : connection.getNotifications(100)) {
                    if (told.getParameter().equals("fetch:tokyo/sample")) {
                        return true;
                    }
                }
                return false;
            });
        });
    }

    @Test
    void leavesOutWhoWatchesAnotherBranch() {
        var push = PUSH.replace("main", "other");
        assertThat(call(push, signature(push, ApiServer.SECRET)).body()).isEqualTo("{\"clusters\":1}");
    }

    @Test
    void wakesTheWatchOfARepositoryThatIsStuck() {
        SERVER.jdbi().useHandle(handle -> {
            handle.execute("UPDATE repository SET cause = 'no branch main' WHERE (cluster, id) = ('osaka', 'sample')");
            handle.execute("DELETE FROM outbox WHERE kind = 'WATCH'");
            call(PUSH, signature(PUSH, ApiServer.SECRET));
            assertThat(handle.createQuery("SELECT key FROM outbox WHERE kind = 'WATCH'")
                            .mapTo(String.class)
                            .list())
                    .containsExactly("watch/osaka/sample");
            handle.execute("UPDATE repository SET cause = NULL");
        });
    }

    @Test
    void refusesAWrongSignature() {
        assertThat(call(PUSH, signature(PUSH, "another secret")).statusCode()).isEqualTo(401);
        assertThat(call(PUSH, "sha256=zz").statusCode()).isEqualTo(401);
        assertThat(call(PUSH, "").statusCode()).isEqualTo(401);
    }

    @Test
    void saysWhatIsWrongWithASignedBody() {
        assertThat(call("{", signature("{", ApiServer.SECRET)).statusCode()).isEqualTo(400);
        assertThat(call("{}", signature("{}", ApiServer.SECRET)).statusCode()).isEqualTo(422);
    }

    @Test
    void saysThatItsSecretCannotBeRead() throws IOException {
        var file = SERVER.webhookSecret();
        var secret = Files.readString(file);
        try {
            Files.delete(file);
            assertUnavailable();
            Files.writeString(file, "\n");
            assertUnavailable();
        } finally {
            Files.writeString(file, secret);
        }
        assertThat(call(PUSH, signature(PUSH, ApiServer.SECRET)).statusCode()).isEqualTo(202);
    }

    private static void assertUnavailable() {
        var response = call(PUSH, signature(PUSH, ApiServer.SECRET));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body()).contains("The secret of webhooks cannot be read here.");
    }

    private static HttpResponse<String> call(String body, String signature) {
        return SERVER.send(SERVER.request("/webhooks/plain")
                .header("X-Penstock-Signature", signature)
                .POST(BodyPublishers.ofString(body)));
    }

    private static String signature(String body, String secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
