package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kubernetes.client.openapi.ApiClient;
import io.penstock.workflows.deployment.Fence;
import io.penstock.workflows.id.ApplicationId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a current API server does not say: old ones, and things on the way to it.
@Timeout(30)
class ApiServerTest {
    private static final String DENIED = """
            {"kind":"Status","status":"Failure","message":"configmaps is forbidden","reason":"Forbidden","code":403}""";

    private static final ApplicationId APPLICATION = new ApplicationId("0198f000-0000-7000-8000-000000000001");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer http;
    private Cluster cluster;

    @BeforeEach
    void open() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.start();
        var address = "http://127.0.0.1:" + http.getAddress().getPort();
        cluster = new Cluster(new ApiClient().setBasePath(address), Limits.NONE);
    }

    @AfterEach
    void close() {
        cluster.close();
        http.stop(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | ''                              | HTTP 404
            502 | <html>Bad Gateway</html>        | HTTP 502 <html>Bad Gateway</html>
            403 | <html>go away</html>            | HTTP 403 <html>go away</html>
            200 | not an object                   | HTTP 200 not an object
            """)
    void doesNotTakeAProxysWordsForTheServers(int code, String body, String sentence) {
        answer("/api/v1/namespaces/a/configmaps/b", code, body);
        assertThatThrownBy(() -> cluster.server().find("/api/v1/namespaces/a/configmaps/b"))
                .isInstanceOfSatisfying(ApiServerException.class, e -> {
                    assertThat(e.isRefusal()).isFalse();
                    assertThat(e.isNotFound()).isFalse();
                })
                .hasMessage(sentence);
    }

    @Test
    void saysThatNobodyAnswers() {
        http.stop(0);
        assertThatThrownBy(() -> cluster.server().find("/api/v1/x"))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void listsOldServersVersionByVersionAndThenWatches() throws Exception {
        answer("/api", 200, "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}");
        answer("/apis", 200, "{\"kind\":\"APIGroupList\",\"groups\":[]}");
        answer(
                "/api/v1",
                200,
                "{\"kind\":\"APIResourceList\",\"resources\":[{\"name\":\"configmaps\",\"namespaced\":true,"
                        + "\"kind\":\"ConfigMap\",\"verbs\":[\"list\",\"watch\",\"delete\"]}]}");
        http.createContext("/api/v1/configmaps", exchange -> {
            var query = String.valueOf(exchange.getRequestURI().getQuery());
            asked.add(query.contains("sendInitialEvents") ? "stream" : query.contains("watch=true") ? "watch" : "list");
            if (query.contains("sendInitialEvents")) {
                send(exchange, 422, "{\"kind\":\"Status\",\"message\":\"sendInitialEvents: Forbidden\",\"code\":422}");
            } else if (query.contains("watch=true")) {
                exchange.sendResponseHeaders(200, 0);
            } else {
                send(
                        exchange,
                        200,
                        "{\"kind\":\"ConfigMapList\",\"metadata\":{\"resourceVersion\":\"7\"},\"items\":"
                                + "[{\"metadata\":{\"name\":\"a\",\"namespace\":\"n\"}}]}");
            }
        });
        var type = cluster.types().find("v1", "ConfigMap").orElseThrow();
        assertThat(cluster.types().sweepable()).containsExactly(type);
        var found = Objects.requireNonNull(cluster.marked(type, "n").find("n", "a"));
        assertThat(Fields.text(found, "kind")).isEqualTo("ConfigMap");
        assertThat(asked).startsWith("stream", "list");
    }

    @Test
    void takesARefusedListForAnErrorAndNotForNothing() {
        answer("/api", 200, "{\"kind\":\"APIVersions\",\"versions\":[]}");
        answer("/apis", 200, "{\"kind\":\"APIGroupList\",\"groups\":[]}");
        answer("/api/v1/configmaps", 403, DENIED);
        var type = new ResourceType("", "v1", "ConfigMap", "configmaps", true);
        assertThatThrownBy(() -> cluster.allMarked(type))
                .isInstanceOfSatisfying(
                        ApiServerException.class, e -> assertThat(e.isRefusal()).isTrue())
                .hasMessage("cannot watch configmaps: configmaps is forbidden");
    }

    /// A prune lists everything before it deletes anything, so a list that fails leaves the cluster as it is.
    @Test
    void deletesNothingWhenOneListFails() throws Exception {
        http.createContext("/api/v1/services", exchange -> {
            asked.add(exchange.getRequestMethod());
            send(exchange, 200, "{\"kind\":\"ServiceList\",\"items\":[" + marked("Service") + "]}");
        });
        answer("/api/v1/configmaps", 403, DENIED);
        assertThatThrownBy(() -> sweep("configmaps", "services").allBut(Set.of()))
                .isInstanceOf(ApiServerException.class)
                .hasMessage("configmaps is forbidden");
        assertThat(asked).doesNotContain("DELETE");
    }

    @Test
    void takesAProxysNotFoundForNoEmptyList() {
        answer("/api/v1/configmaps", 404, "");
        assertThatThrownBy(() -> sweep("configmaps").allBut(Set.of()))
                .isInstanceOf(ApiServerException.class)
                .hasMessage("HTTP 404");
    }

    private Sweep sweep(String... plurals) {
        answer("/api", 200, "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}");
        answer("/apis", 200, "{\"kind\":\"APIGroupList\",\"groups\":[]}");
        var resources = Arrays.stream(plurals)
                .map(plural -> "{\"name\":\"" + plural + "\",\"namespaced\":true,\"kind\":\""
                        + (plural.equals("services") ? "Service" : "ConfigMap")
                        + "\",\"verbs\":[\"list\",\"watch\",\"delete\"]}")
                .collect(Collectors.joining(","));
        answer("/api/v1", 200, "{\"kind\":\"APIResourceList\",\"resources\":[" + resources + "]}");
        var claim = new Claim(APPLICATION, new Fence(0, 1, 0));
        return new Sweep(cluster, claim, new FencedWriter(cluster, claim, TestCluster.alive()), _ -> {});
    }

    private static String marked(String kind) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"" + kind + "\",\"metadata\":{\"name\":\"a\",\"namespace\":\"n\","
                + "\"annotations\":{\"pipecd.dev/managed-by\":\"piped\",\"pipecd.dev/application\":\"" + APPLICATION
                + "\"}}}";
    }

    @Test
    void keepsASecretsValuesToItself() {
        var secret = Given.manifests("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: hunter2}\n");
        var refusal = ApiServer.status(Given.object("""
                        apiVersion: v1
                        kind: Status
                        metadata: {name: x}
                        message: the webhook says hunter2 is short
                        """), 400);
        assertThat(SecretValues.hidden(refusal, secret.getFirst())).isEqualTo("the webhook says *** is short");
        assertThat(Live.reduced(Given.object(
                                "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: aHVudGVyMg==}\n"))
                        .toString())
                .doesNotContain("aHVudGVyMg");
    }

    private void answer(String path, int code, String body) {
        http.createContext(path, exchange -> {
            if (exchange.getRequestURI().getPath().equals(path)) {
                send(exchange, code, body);
            } else {
                send(exchange, 404, "");
            }
        });
    }

    private static void send(HttpExchange exchange, int code, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
