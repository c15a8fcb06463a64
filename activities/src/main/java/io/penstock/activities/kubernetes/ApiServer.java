package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import io.penstock.workflows.Json;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// The API server of the cluster, spoken to in plain object trees: no typed models, which refuse what they do
/// not know. Nothing is repeated here; every answer other than success is an exception.
final class ApiServer implements Closeable {
    private static final Duration REQUEST = Duration.ofSeconds(30);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration PING = Duration.ofSeconds(5);
    /// By which the API server's audit log tells our calls from others', and which deployment's step wrote.
    private static final String USER_AGENT = "penstock-piped";

    private static final int SHOWN_CHARACTERS = 200;
    private static final String[] AUTHENTICATION = {"BearerToken"};

    private final ApiClient client;
    private final OkHttpClient requests;
    private final OkHttpClient streams;

    ApiServer(ApiClient client) {
        this.client = client.setUserAgent(USER_AGENT);
        this.requests = client.getHttpClient()
                .newBuilder()
                .connectTimeout(CONNECT)
                .pingInterval(PING)
                .callTimeout(REQUEST)
                .readTimeout(REQUEST)
                .build();
        this.streams = requests.newBuilder()
                .callTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .build();
    }

    /// The address, for people.
    String address() {
        return client.getBasePath();
    }

    /// Sends a request and returns the object in the answer.
    ObjectNode send(ApiRequest request) {
        try (var response = requests.newCall(prepared(request)).execute()) {
            var bytes = response.body().bytes();
            if (response.isSuccessful() && tree(bytes) instanceof ObjectNode object) {
                return object;
            }
            throw refusal(response.code(), bytes);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /// Sends a read of one object, whose absence is an answer.
    @Nullable
    ObjectNode find(String path) {
        try {
            return send(ApiRequest.get(path));
        } catch (ApiServerException e) {
            if (e.isNotFound()) {
                return null;
            }
            throw e;
        }
    }

    /// A stream of watch events that lasts until either side closes it.
    Stream stream(ApiRequest request) {
        var call = streams.newCall(prepared(request));
        try {
            var response = call.execute();
            if (response.isSuccessful()) {
                return new Stream(call, response);
            }
            try (response) {
                throw refusal(response.code(), response.body().bytes());
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /// An open watch; closing it from another thread ends a read that waits.
    record Stream(Call call, Response response) implements Closeable {
        @Override
        public void close() {
            call.cancel();
            response.close();
        }
    }

    @Override
    public void close() {
        requests.connectionPool().evictAll();
        requests.dispatcher().executorService().shutdown();
    }

    UnreachableException unreachable(IOException e) {
        var cause = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new UnreachableException("the API server at " + address() + " cannot be reached: " + cause, e);
    }

    private Request prepared(ApiRequest request) {
        var query = new ArrayList<Pair>();
        for (int i = 0; i < request.query().size(); i += 2) {
            query.add(new Pair(request.query().get(i), request.query().get(i + 1)));
        }
        var headers = new HashMap<String, String>();
        headers.put("Accept", accepted(request));
        var writer = request.writer();
        if (writer != null) {
            headers.put(
                    "User-Agent",
                    USER_AGENT + " application/" + writer.application() + " fence/"
                            + writer.fence().text());
        }
        byte @Nullable [] body = null;
        if (request.body() != null) {
            headers.put("Content-Type", String.valueOf(request.contentType()));
            body = Json.write(request.body()).getBytes(StandardCharsets.UTF_8);
        }
        try {
            return client.buildRequest(
                    null,
                    request.path(),
                    request.method(),
                    query,
                    List.of(),
                    body,
                    headers,
                    new HashMap<>(),
                    new HashMap<>(),
                    AUTHENTICATION,
                    null);
        } catch (ApiException e) {
            throw new IllegalStateException(
                    "the request " + request.method() + " " + request.path() + " was not built", e);
        }
    }

    private static String accepted(ApiRequest request) {
        return request.path().equals("/api") || request.path().equals("/apis")
                ? "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"
                : "application/json";
    }

    private static ApiServerException refusal(int code, byte[] bytes) {
        var tree = tree(bytes);
        if (tree != null && "Status".equals(Fields.text(tree, "kind"))) {
            return status(tree, code);
        }
        var text = new String(bytes, 0, Math.min(bytes.length, SHOWN_CHARACTERS), StandardCharsets.UTF_8);
        return new ApiServerException(
                code, "", ("HTTP " + code + " " + text.replaceAll("[\\p{Cntrl}\\s]+", " ")).strip(), false);
    }

    /// The exception that a Status object stands for.
    static ApiServerException status(JsonNode status, int otherwise) {
        var code = status.path("code").asInt(otherwise);
        var message = Fields.text(status, "message");
        var reason = Fields.text(status, "reason");
        return new ApiServerException(code, reason, message.isEmpty() ? reason : message, true);
    }

    private static @Nullable JsonNode tree(byte[] bytes) {
        try {
            return Json.wire().readTree(bytes);
        } catch (JacksonException _) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
