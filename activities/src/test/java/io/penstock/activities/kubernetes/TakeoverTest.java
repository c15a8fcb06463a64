package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.workflows.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class TakeoverTest {
    @ParameterizedTest
    @CsvSource({
        "kubectl-client-side-apply, Update, '', true",
        "kubectl, Apply, '', true",
        "piped, Update, '', true",
        "Helm, Update, '', true",
        "penstock, Update, '', true",
        "penstock, Apply, '', false",
        "penstock, Update, status, false",
        "piped, Update, status, false",
        "kube-controller-manager, Update, '', false",
        "an-operator, Apply, '', false",
    })
    void isDueWhereAFormerManagerHoldsFields(String manager, String operation, String subresource, boolean due)
            throws JsonProcessingException {
        assertThat(Takeover.isDue(live(entry(manager, operation, subresource, "f:a"))))
                .isEqualTo(due);
    }

    @Test
    void unitesWhatFormerManagersHeldWithWhatWeHoldAndLeavesTheOthers() throws JsonProcessingException {
        var patch = Takeover.patch(live(entry("kubectl-client-side-apply", "Update", "", "f:a")
                + "," + entry("penstock", "Apply", "", "f:b")
                + "," + entry("penstock", "Update", "", "f:c")
                + "," + entry("an-operator", "Apply", "", "f:d")
                + "," + entry("penstock", "Update", "status", "f:e")));
        var fields = patch.at("/0/value");
        assertThat(patch.at("/0/path").asText()).isEqualTo("/metadata/managedFields");
        assertThat(fields.findValuesAsText("manager")).containsExactly("an-operator", "penstock", "penstock");
        assertThat(fields.at("/1/subresource").asText()).isEqualTo("status");
        assertThat(fields.at("/2/operation").asText()).isEqualTo("Apply");
        assertThat(fields.at("/2/apiVersion").asText()).isEqualTo("v1");
        assertThat(fields.at("/2/fieldsV1")).isEqualTo(read("{\"f:data\":{\"f:a\":{},\"f:b\":{},\"f:c\":{}}}"));
        assertThat(patch.at("/1/path").asText()).isEqualTo("/metadata/resourceVersion");
        assertThat(patch.at("/1/value").asText()).isEqualTo("7");
    }

    private static String entry(String manager, String operation, String subresource, String field) {
        return """
                {"manager":"%s","operation":"%s","apiVersion":"v1","fieldsType":"FieldsV1","subresource":"%s",
                 "fieldsV1":{"f:data":{"%s":{}}}}""".formatted(manager, operation, subresource, field);
    }

    private static ObjectNode live(String entries) throws JsonProcessingException {
        return read(
                "{\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\",\"managedFields\":[" + entries + "]}}");
    }

    private static ObjectNode read(String json) throws JsonProcessingException {
        return Json.wire().readValue(json, ObjectNode.class);
    }
}
