package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request to the API server.
///
/// @param query names and values, in turn
/// @param writer in whose name it writes, null for reads and for what belongs to no application
record ApiRequest(
        String method,
        String path,
        List<String> query,
        @Nullable String contentType,
        @Nullable JsonNode body,
        @Nullable Claim writer) {
    private static final String FIELD_MANAGER = "penstock";

    static ApiRequest get(String path) {
        return new ApiRequest("GET", path, List.of(), null, null, null);
    }

    static ApiRequest apply(String path, JsonNode body) {
        return new ApiRequest("PATCH", path, List.of(), "application/apply-patch+yaml", body, null)
                .with("fieldManager", FIELD_MANAGER)
                .with("force", "true");
    }

    static ApiRequest jsonPatch(String path, JsonNode body) {
        return new ApiRequest("PATCH", path, List.of(), "application/json-patch+json", body, null)
                .with("fieldManager", FIELD_MANAGER);
    }

    static ApiRequest post(String path, JsonNode body) {
        return new ApiRequest("POST", path, List.of(), "application/json", body, null)
                .with("fieldManager", FIELD_MANAGER);
    }

    static ApiRequest put(String path, JsonNode body) {
        return new ApiRequest("PUT", path, List.of(), "application/json", body, null)
                .with("fieldManager", FIELD_MANAGER);
    }

    static ApiRequest delete(String path, JsonNode options) {
        return new ApiRequest("DELETE", path, List.of(), "application/json", options, null);
    }

    ApiRequest with(String name, String value) {
        var longer = new ArrayList<>(query);
        longer.add(name);
        longer.add(value);
        return new ApiRequest(method, path, List.copyOf(longer), contentType, body, writer);
    }

    /// The same in the name of a deployment's step, which the API server's audit log then tells.
    ApiRequest by(Claim claim) {
        return new ApiRequest(method, path, query, contentType, body, claim);
    }
}
