package io.penstock.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.workflows.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Calls the control plane with one credential, and turns its refusals into sentences and exit codes.
public final class Api {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final URI address;
    private final Credential credential;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    public Api(URI address, Credential credential) {
        this.address = address;
        this.credential = credential;
    }

    /// What is shown to the control plane to be let in.
    public sealed interface Credential {
        /// Nobody yet.
        record None() implements Credential {}

        /// An API key.
        record Key(String key) implements Credential {}

        /// The cookie of a person who signed in.
        record Session(String cookie) implements Credential {}
    }

    public JsonNode get(String path) {
        return body(send(request(path).GET()));
    }

    /// All pages of a list as one; `path` has a query already.
    public JsonNode all(String path) {
        var first = get(path);
        var items = (ArrayNode) first.path("items");
        for (var page = first; page.hasNonNull("next"); ) {
            page = get(path + "&cursor=" + part(page.path("next").asText()));
            page.path("items").forEach(items::add);
        }
        ((ObjectNode) first).putNull("next");
        return first;
    }

    /// At most so many items of a list, over as many pages as they need.
    ///
    /// @param query more of the query, each part beginning with `&`
    public JsonNode some(String path, String query, int limit) {
        var first = (ObjectNode) get(path + "?limit=" + limit + query);
        var items = (ArrayNode) first.path("items");
        while (first.hasNonNull("next") && items.size() < limit) {
            var cursor = "&cursor=" + part(first.path("next").asText());
            var page = get(path + "?limit=" + (limit - items.size()) + query + cursor);
            page.path("items").forEach(items::add);
            first.set("next", page.path("next"));
        }
        if (first.hasNonNull("next")) {
            System.err.println("These are the first " + items.size() + "; --limit shows more.");
        }
        return first;
    }

    public String text(String path) {
        return send(request(path).GET()).body();
    }

    public JsonNode post(String path, Object body) {
        return body(send(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(Json.write(body)))));
    }

    public void delete(String path) {
        send(request(path)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .DELETE());
    }

    /// Signs in and answers the session's cookie.
    public String signIn(String user, String password) {
        var answer = send(request("/session")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(new SignIn(user, password)))));
        return answer.headers().allValues("set-cookie").stream()
                .map(cookie -> cookie.split(";", 2)[0])
                .filter(cookie -> cookie.startsWith("penstock_session="))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(Exit.NOT_ALLOWED, "signed in, but no session came back"));
    }

    /// One part of a path or a query's value.
    public static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(address.resolve("/api/v1" + path))
                .timeout(ANSWER)
                .header("Accept", "application/json, application/problem+json, text/plain")
                .header("X-Penstock-Request", "cli");
        switch (credential) {
            case Credential.None _ -> {}
            case Credential.Key key -> request.header("Authorization", "Bearer " + key.key());
            case Credential.Session session -> request.header("Cookie", session.cookie());
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            var answer = client.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 400) {
                throw refusal(answer);
            }
            return answer;
        } catch (IOException e) {
            throw new CommandFailure(
                    Exit.NOT_REACHABLE,
                    address + " cannot be reached ("
                            + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                            + "). Is it up? Try: penstock status");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(Exit.NOT_REACHABLE, "interrupted");
        }
    }

    private static CommandFailure refusal(HttpResponse<String> answer) {
        var exit = switch (answer.statusCode()) {
            case 401, 403 -> Exit.NOT_ALLOWED;
            case 404 -> Exit.NOT_FOUND;
            case 400, 422 -> Exit.USAGE;
            case 502, 503, 504 -> Exit.NOT_REACHABLE;
            default -> Exit.NO;
        };
        return new CommandFailure(exit, sentence(answer));
    }

    private static String sentence(HttpResponse<String> answer) {
        var body = body(answer);
        var detail = body.path("detail").asText(body.path("title").asText("HTTP " + answer.statusCode()));
        var said = new StringBuilder(detail);
        for (var fault : body.path("faults")) {
            var message = fault.path("message").asText(fault.toString());
            if (!message.equals(detail)) {
                said.append("\n  ").append(message);
            }
        }
        return said.toString();
    }

    private static JsonNode body(HttpResponse<String> answer) {
        var type = answer.headers().firstValue("content-type").orElse("");
        return answer.body().isEmpty() || !type.contains("json")
                ? MissingNode.getInstance()
                : Json.read(answer.body(), JsonNode.class);
    }

    private record SignIn(String user, @Nullable String password) {}
}
