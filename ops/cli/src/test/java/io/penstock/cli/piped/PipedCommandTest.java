package io.penstock.cli.piped;

import static io.penstock.cli.Installation.READER;
import static io.penstock.cli.Installation.WRITER;
import static io.penstock.cli.Typed.fields;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.workflows.config.ConfigFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class PipedCommandTest {
    @TempDir
    private Path folder;

    @Test
    void registersWithAConfigurationThatAPipedReads() {
        var made = WRITER.type("piped", "register", "--cluster", "kyoto", "-o", "json");
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(fields(made.json())).containsExactlyInAnyOrder("id", "cluster", "key", "configuration");
        var configuration = made.json().path("configuration").asText();
        var file = ConfigFile.read("piped.yaml", configuration.getBytes(StandardCharsets.UTF_8));
        assertThat(file.valid()).as(file.faults().toString()).isTrue();
        assertThat(configuration).contains("cluster: kyoto");
        var text = WRITER.type("piped", "register", "--cluster", "nara", "--name", "second");
        assertThat(text.out()).startsWith("apiVersion: pipecd.dev/v1beta1\nkind: Piped\n");
        assertThat(text.err()).contains("not shown again");
    }

    @Test
    void takesASharedSealingKeyFromAFileOnly() throws IOException {
        var key =
                Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        var file = Files.writeString(folder.resolve("sealing key"), key + "\n");
        for (var name : List.of("one", "two")) {
            var made = WRITER.type(
                    "piped", "register", "--cluster", "ube", "--name", name, "--sealing-key-file", file.toString());
            assertThat(made.exit()).as(made.err()).isZero();
            assertThat(made.out()).contains("- id: ube-3eb1bd439947\n").contains("keyData: " + key + "\n");
        }
        var argument = WRITER.type("piped", "register", "--cluster", "ube", "--sealing-key", key);
        assertThat(argument.exit()).isEqualTo(2);
        for (var wrong : List.of(folder.resolve("none"), Files.writeString(folder.resolve("short"), "c2hvcnQ="))) {
            var refused = WRITER.type("piped", "register", "--cluster", "ube", "--sealing-key-file", wrong.toString());
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err())
                    .contains("--sealing-key-file: " + wrong + " (expected: a file with 32 bytes in base64)");
        }
    }

    @Test
    void rotatesAndRevokesKeysAndDisablesByName() {
        WRITER.type("piped", "register", "--cluster", "kobe");
        var rotated = WRITER.type("piped", "rotate-key", "piped-kobe", "-o", "json");
        assertThat(rotated.exit()).as(rotated.err()).isZero();
        assertThat(rotated.json().path("key").asText()).isNotBlank();
        var key = rotated.json().path("id").asText();
        assertThat(keys()).contains(key);
        assertThat(WRITER.type("piped", "revoke-key", "piped-kobe@kobe", key).exit())
                .isZero();
        assertThat(keys()).doesNotContain(key);
        assertThat(WRITER.type("piped", "revoke-key", "piped-kobe", key).exit()).isEqualTo(4);
        assertThat(WRITER.type("piped", "disable", "piped-kobe", "-o", "json")
                        .json()
                        .path("enabled")
                        .asBoolean())
                .isFalse();
        assertThat(WRITER.type("piped", "enable", "piped-kobe", "-o", "json")
                        .json()
                        .path("enabled")
                        .asBoolean())
                .isTrue();
        var wrong = WRITER.type("piped", "disable", "piped-kobi");
        assertThat(wrong.exit()).isEqualTo(4);
        assertThat(wrong.err()).contains("did you mean", "piped-kobe");
    }

    @Test
    void refusesAReservedClusterAndAReader() {
        assertThat(WRITER.type("piped", "register", "--cluster", "control-plane")
                        .exit())
                .isEqualTo(2);
        assertThat(READER.type("piped", "register", "--cluster", "kyoto").exit())
                .isEqualTo(3);
        assertThat(READER.type("piped", "list").out()).contains("STATE", "tokyo");
    }

    private static String keys() {
        return READER.type("piped", "list", "-o", "json").out();
    }
}
