package io.penstock.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpServer;
import io.penstock.workflows.id.RepositoryId;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RemotesTest {
    private static final RepositoryId SHOP = new RepositoryId("shop");

    @TempDir
    Path folder;

    private GitWork work;

    @BeforeEach
    void begin() {
        work = new GitWork(folder);
    }

    @Test
    void fetchesOverSshWithAKeyAndRemembersTheHost() throws Exception {
        var commit = work.write("a", "1").push("first");
        var user = keys();
        try (var server = ssh(user.getPublic(), keys())) {
            var address = "ssh://git@127.0.0.1:" + server.getPort() + work.bare();
            assertThat(fetch(address, access(pem(user)))).isEqualTo(commit.value());
            assertThat(folder.resolve("mirrors/ssh/known_hosts")).isNotEmptyFile();
            var port = server.getPort();
            server.stop(true);
            try (var impostor = ssh(user.getPublic(), keys(), port)) {
                assertThat(impostor.getPort()).isEqualTo(port);
                assertThatThrownBy(() -> fetch(address, access(pem(user)))).isInstanceOf(GitUnavailable.class);
            }
        }
    }

    @Test
    void aForeignSshKeyIsRefused() throws Exception {
        work.push("first");
        try (var server = ssh(keys().getPublic(), keys())) {
            var address = "ssh://git@127.0.0.1:" + server.getPort() + work.bare();
            assertThatThrownBy(() -> fetch(address, access(pem(keys())))).isInstanceOf(GitUnavailable.class);
        }
    }

    @Test
    void anUnreadableKeyIsNamedWithoutItsContent() {
        assertThatThrownBy(() -> fetch(work.bare().toString(), access("no key at all")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("git.sshKey")
                .hasMessageNotContaining("no key at all");
    }

    @Test
    void fetchesOverHttpWithUserAndPassword() throws Exception {
        var commit = work.write("a", "1").push("first");
        GitWork.run(work.bare(), "update-server-info");
        var server = http();
        try {
            var address = "http://127.0.0.1:" + server.getAddress().getPort() + "/origin.git";
            var access = new GitAccess("ada", "hunter2", null, null, null, null);
            assertThat(fetch(address, access)).isEqualTo(commit.value());
            var wrong = new GitAccess("ada", "hunter3", null, null, null, null);
            assertThatThrownBy(() -> fetch(address + "/", wrong))
                    .isInstanceOf(GitUnavailable.class)
                    .hasMessageNotContaining("hunter3");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aPasswordStaysOffPlainHttp() {
        var access = new GitAccess("ada", "hunter2", null, null, null, null);
        assertThatThrownBy(() -> fetch("http://192.0.2.1/shop.git", access))
                .hasMessageContaining("expected: an https address");
    }

    @Test
    void addressesShowNoCredential() {
        var remote = new Remote(SHOP, "https://ada:hunter2@git.example.com/shop.git", "main");
        assertThat(remote.publicAddress()).isEqualTo("https://git.example.com/shop.git");
        assertThat(remote).asString().doesNotContain("hunter2");
        assertThat(remote.credentials()).containsExactly("hunter2");
        var token = new Remote(remote.id(), "https://ghp_plantedToken@host/x.git", null);
        assertThat(token.credentials()).containsExactly("ghp_plantedToken");
        assertThat(new Remote(remote.id(), "ssh://git-of-the-shop@host/x.git", null).credentials())
                .isEmpty();
        assertThatThrownBy(() -> new Remote(SHOP, "ext::sh -c touch% /tmp/x", "main"))
                .hasMessageContaining("repositories.shop.remote");
        assertThatThrownBy(() -> new Remote(SHOP, "git://example.com/x", "main"))
                .hasMessageContaining("scheme git (expected: a file, ssh or https address");
    }

    private String fetch(String address, GitAccess access) throws IOException {
        try (var mirrors = new Mirrors(List.of(new Remote(SHOP, address, "main")), access, folder.resolve("mirrors"))) {
            return mirrors.get(SHOP).fetch().value();
        }
    }

    private static GitAccess access(String sshKey) {
        return new GitAccess(null, null, sshKey, null, null, null);
    }

    private SshServer ssh(PublicKey user, KeyPair host) throws IOException {
        return ssh(user, host, 0);
    }

    private SshServer ssh(PublicKey user, KeyPair host, int port) throws IOException {
        var server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
        server.setPublickeyAuthenticator((_, key, _) -> KeyUtils.compareKeys(key, user));
        server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
        server.start();
        return server;
    }

    private HttpServer http() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var context = server.createContext("/", call -> {
            try (call) {
                var file = folder.resolve(call.getRequestURI().getPath().substring(1))
                        .normalize();
                if (!Files.isRegularFile(file)) {
                    call.sendResponseHeaders(404, -1);
                    return;
                }
                call.sendResponseHeaders(200, 0);
                Files.copy(file, call.getResponseBody());
            }
        });
        context.setAuthenticator(new BasicAuthenticator("git") {
            @Override
            public boolean checkCredentials(String username, String password) {
                return username.equals("ada") && password.equals("hunter2");
            }
        });
        server.start();
        return server;
    }

    private static KeyPair keys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static String pem(KeyPair keys) {
        var text = new StringWriter();
        text.write("-----BEGIN PRIVATE KEY-----\n");
        text.write(Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPrivate().getEncoded()));
        text.write("\n-----END PRIVATE KEY-----\n");
        return text.toString();
    }
}
