package io.penstock.controlplane.deployment;

import com.fasterxml.jackson.core.type.TypeReference;
import io.penstock.controlplane.auth.Secrets;
import io.penstock.workflows.Json;
import io.penstock.workflows.deployment.Fact;
import java.util.HexFormat;
import java.util.Map;

/// A fact under its number.
///
/// @param digest SHA-256 of the fact's canonical JSON (keys sorted at every depth), in hexadecimal
record RecordedFact(String runId, int sequence, String digest, Fact fact) {
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    static RecordedFact of(String runId, int sequence, Fact fact) {
        var canonical = Json.write(Json.wire().convertValue(fact, TREE));
        return new RecordedFact(runId, sequence, HexFormat.of().formatHex(Secrets.sha256(canonical)), fact);
    }
}
