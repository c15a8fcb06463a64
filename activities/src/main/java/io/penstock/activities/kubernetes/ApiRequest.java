package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request to the API server.
///
/// @param query names and values, in turn
record ApiRequest(
        String method,
        String path,
        List<String> query,
        @Nullable String contentType,
        @Nullable JsonNode body) {
    private static final String FIELD_MANAGER = "penstock";

    static ApiRequest get(String path) {
        return new ApiRequest("GET", path, List.of(), null, null);
    }

    static ApiRequest apply(String path, JsonNode body) {
        return new ApiRequest("PATCH", path, List.of(), "application/apply-patch+yaml", body)
                .with("fieldManager", FIELD_MANAGER)
                .with("force", "true");
    }

    static ApiRequest jsonPatch(String path, JsonNode body) {
        return new ApiRequest("PATCH", path, List.of(), "application/json-patch+json", body)
                .with("fieldManager", FIELD_MANAGER);
    }

    static ApiRequest post(String path, JsonNode body) {
        return new ApiRequest("POST", path, List.of(), "application/json", body).with("fieldManager", FIELD_MANAGER);
    }

    static ApiRequest put(String path, JsonNode body) {
        return new ApiRequest("PUT", path, List.of(), "application/json", body).with("fieldManager", FIELD_MANAGER);
    }

    static ApiRequest delete(String path, JsonNode options) {
        return new ApiRequest("DELETE", path, List.of(), "application/json", options);
    }

    ApiRequest with(String name, String value) {
        var longer = new ArrayList<>(query);
        longer.add(name);
        longer.add(value);
        return new ApiRequest(method, path, List.copyOf(longer), contentType, body);
    }
}
