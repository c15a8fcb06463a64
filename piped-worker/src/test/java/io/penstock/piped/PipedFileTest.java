package io.penstock.piped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.activities.door.Redactor;
import io.penstock.workflows.config.ConfigException;
import io.temporal.common.converter.DefaultDataConverter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class PipedFileTest {
    @TempDir
    Path folder;

    @Test
    void readsPipeCdsFileWithDataInPlace() throws IOException {
        var file = read("""
                apiVersion: pipecd.dev/v1beta1
                kind: Piped
                spec:
                  projectID: default
                  pipedID: p1
                  pipedKeyData: %s
                  apiAddress: penstock.example.com:443
                  git:
                    username: ada
                    password: %s
                  repositories:
                    - repoId: shop
                      remote: https://git.example.com/shop.git
                      branch: main
                """.formatted(base64("psk_1"), base64("hunter2-is-secret")));
        assertThat(file.key()).isEqualTo("psk_1");
        assertThat(file.git().password()).isEqualTo("hunter2-is-secret");
        assertThat(file.remotes())
                .singleElement()
                .satisfies(remote -> assertThat(remote.branch()).isEqualTo("main"));
        assertThat(file.credentials()).contains("psk_1", "hunter2-is-secret");
        assertThat(file + " " + file.git()).doesNotContain("hunter2").doesNotContain("psk_1");
    }

    @Test
    void namesFaultsWithLineAndColumn() {
        assertThatThrownBy(() -> read("""
                apiVersion: pipecd.dev/v1beta1
                kind: Piped
                spec:
                  projectID: default
                  pipedID: p1
                  pipedKeyData: cHNrXzE=
                  apiAddress: a:1
                  syncInterval: soon
                """))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("piped.yaml:8:")
                .hasMessageContaining("syncInterval");
        assertThatThrownBy(() -> read("apiVersion: pipecd.dev/v1beta1\nkind: EventWatcher\nspec: {}\n"))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> PipedFile.read(folder.resolve("none.yaml")))
                .hasMessageContaining("none.yaml: NoSuchFileException (expected: a readable file)");
    }

    @Test
    void saysWhichFileCannotBeRead() {
        assertThatThrownBy(() -> read("""
                apiVersion: pipecd.dev/v1beta1
                kind: Piped
                spec:
                  projectID: default
                  pipedID: p1
                  pipedKeyFile: /nowhere/key
                  apiAddress: a:1
                """))
                .hasMessage("pipedKeyFile: /nowhere/key: NoSuchFileException (expected: a readable file)");
    }

    @Test
    void readsTheCommandLine() {
        assertThat(Arguments.parse("--config", "a.yaml", "--admin-port", "0").adminPort())
                .isZero();
        assertThatThrownBy(() -> Arguments.parse()).hasMessageContaining("--config: it is missing");
        assertThatThrownBy(() -> Arguments.parse("--config")).hasMessageContaining("nothing follows");
        assertThatThrownBy(() -> Arguments.parse("--confg", "a")).hasMessageContaining("--confg: unknown");
        assertThatThrownBy(() -> Arguments.parse("--config", "a", "--admin-port", "x"))
                .hasMessageContaining("--admin-port: x (expected: a port)");
    }

    @Test
    void plainTextIsForLoopbackOnly() {
        assertThat(GateAddress.parse("127.0.0.1:7234").loopback()).isTrue();
        assertThat(GateAddress.parse("[::1]:7234").loopback()).isTrue();
        assertThat(GateAddress.parse("192.0.2.1:443").loopback()).isFalse();
        assertThat(GateAddress.parse("192.0.2.1:443").web().uri()).hasToString("https://192.0.2.1:443");
        assertThatThrownBy(() -> GateAddress.parse("penstock")).hasMessageContaining("expected: HOST:PORT");
    }

    @Test
    void failuresLeaveRedactedAndShort() {
        var failures = new RedactedFailures(new Redactor(List.of("hunter2-is-secret")));
        var cause = new IllegalStateException("inner hunter2-is-secret");
        var failure = failures.exceptionToFailure(
                new IllegalStateException("outer hunter2-is-secret " + "x".repeat(100_000), cause),
                DefaultDataConverter.STANDARD_INSTANCE);
        assertThat(failure.toString()).doesNotContain("hunter2").contains("inner ******");
        assertThat(failure.getMessage()).hasSizeLessThan(4_100);
    }

    @Test
    void aFolderServesOneProcess() throws IOException {
        var arguments = new Arguments(folder.resolve("piped.yaml"), null, null);
        try (var first = DataFolder.take(arguments, "p1")) {
            assertThat(first.path()).isEqualTo(folder.resolve("piped.data"));
            assertThatThrownBy(() -> DataFolder.take(arguments, "p1")).hasMessageContaining("a piped that runs");
        }
        DataFolder.take(arguments, "p1").close();
    }

    private PipedFile read(String text) throws IOException {
        return PipedFile.read(Files.writeString(folder.resolve("piped.yaml"), text));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
