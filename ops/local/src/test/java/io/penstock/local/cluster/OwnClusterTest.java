package io.penstock.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.local.Home;
import io.penstock.local.LocalStackException;
import io.penstock.local.PartState;
import io.penstock.local.Quiet;
import io.penstock.local.process.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class OwnClusterTest {
    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void prepare() {
        home = new Home(folder.resolve("a home")).prepare();
    }

    @Test
    void namesTheContextsThereAre() throws IOException {
        assertThatThrownBy(() -> cluster("NOPE", 1).start(new Quiet()))
                .isInstanceOf(LocalStackException.class)
                .hasMessage("--context: NOPE (expected: one of blue, green)");
    }

    @Test
    void keepsNothingOfAClusterThatDoesNotAnswer() throws IOException {
        var port = Loopback.freePort();
        var cluster = cluster("blue", port);
        assertThatThrownBy(() -> cluster.start(new Quiet()))
                .hasMessage(
                        "--context: blue: nobody answers at https://127.0.0.1:" + port + " (expected: its API server)");
        assertThat(cluster.kubeconfig()).doesNotExist();
        assertThat(cluster.status().state()).isEqualTo(PartState.STOPPED);
    }

    @Test
    void takesOneContextOfManyOver() throws IOException {
        try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var cluster = cluster("blue", server.getLocalPort());
            cluster.start(new Quiet());
            assertThat(cluster.kubeconfig())
                    .content()
                    .contains("https://127.0.0.1:" + server.getLocalPort())
                    .contains(folder.resolve("blue.pem").toString())
                    .doesNotContain("green");
            assertThat(cluster.status().state()).isEqualTo(PartState.RUNNING);
        }
    }

    private OwnCluster cluster(String context, int port) throws IOException {
        var file = Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                clusters:
                  - {name: blue, cluster: {server: "https://127.0.0.1:%d", certificate-authority: blue.pem}}
                  - {name: green, cluster: {server: "https://192.0.2.1"}}
                contexts:
                  - {name: blue, context: {cluster: blue, user: ada}}
                  - {name: green, context: {cluster: green, user: ada}}
                users: [{name: ada, user: {}}]
                """.formatted(port));
        return new OwnCluster(context, home, List.of(file));
    }
}
