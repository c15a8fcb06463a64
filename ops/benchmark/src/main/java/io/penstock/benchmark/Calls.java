package io.penstock.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;

/// How a line of the API server's audit log is read.
final class Calls {
    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");

    private Calls() {}

    static boolean isWrite(JsonNode event) {
        return WRITES.contains(event.path("verb").asText());
    }

    static boolean isWatch(JsonNode event) {
        return event.path("verb").asText().equals("watch");
    }

    static Instant at(JsonNode event) {
        return Instant.parse(event.path("requestReceivedTimestamp").asText());
    }
}
