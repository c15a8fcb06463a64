package io.penstock.local.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SampleRepositoryTest {
    @TempDir
    private Path folder;

    @Test
    void isMadeOnceAndChangedOnce() throws Exception {
        var repository = new SampleRepository(folder.resolve("it's a sample"), List.of("tokyo", "osaka"));
        repository.create();
        var first = repository.head();
        repository.create();
        assertThat(repository.head()).isEqualTo(first);
        assertThat(repository.work().resolve("web-tokyo/app.pipecd.yaml"))
                .content()
                .contains("replicas: 20%\n", "  postSync:\n    chain:\n", "region: osaka");
        assertThat(repository.applications())
                .extracting(application -> application.name() + "@" + application.cluster())
                .containsExactly("hello@tokyo", "hello@osaka", "web@tokyo", "web@osaka", "fragile@tokyo");

        var second = repository.changeWeb();
        assertThat(second).isNotEqualTo(first).isEqualTo(repository.changeWeb()).isEqualTo(repository.head());
        assertThat(repository.breakFragile()).isNotEqualTo(second);
    }

    @Test
    void hasNoChainWhereThereIsOneCluster() {
        var repository = new SampleRepository(folder.resolve("alone"), List.of("mine"));
        repository.create();
        assertThat(repository.work().resolve("web-mine/app.pipecd.yaml"))
                .content()
                .doesNotContain("chain");
        assertThat(Files.exists(repository.work().resolve("fragile"))).isTrue();
    }

    @Test
    void tellsTheControlPlaneOfAPushAndSignsIt() throws Exception {
        record Call(String path, String signature, String body) {}
        var calls = new LinkedBlockingQueue<Call>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/", exchange -> {
            calls.add(new Call(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("X-Penstock-Signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        server.start();
        try {
            var repository = new SampleRepository(folder.resolve("it's a sample"), List.of("tokyo", "osaka"));
            repository.create();
            repository.webhook("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/plain");
            var before = repository.head();
            var begun = System.nanoTime();
            var after = repository.commit("More", Map.of("hello/note.txt", "more\n"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));

            var call = calls.poll(10, TimeUnit.SECONDS);
            var body = "{\"repository\":\"sample\",\"ref\":\"refs/heads/main\",\"before\":\"" + before
                    + "\",\"after\":\"" + after + "\"}";
            assertThat(call)
                    .isEqualTo(new Call("/webhooks/plain", "sha256=" + hmac(repository.webhookSecret(), body), body));
        } finally {
            server.stop(0);
        }
    }

    private static String hmac(String secret, String body) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}
