package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.workflows.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class ConfigHashTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"kind":"ConfigMap","data":{}}                                                | 42745tchd9
            {"kind":"ConfigMap","data":{"one":""}}                                        | 9g67k2htb6
            {"kind":"ConfigMap","data":{"two":"2","one":"","three":"3"}}                  | f5h7t85m9b
            {"kind":"Secret","type":"my-type","data":{}}                                  | t75bgf6ctb
            {"kind":"Secret","type":"my-type","data":{"one":"","two":"Mg==","three":"Mw=="}} | dgcb6h9tmk
            """)
    void equalsPipeCds(String object, String hash) throws Exception {
        assertThat(ConfigHash.of(List.of(manifest(object)))).isEqualTo(hash);
    }

    @Test
    void takesConfigMapsBeforeSecrets() throws Exception {
        var configMap = manifest("{\"kind\":\"ConfigMap\",\"data\":{\"two\":\"2\",\"three\":\"3\"}}");
        var secret = manifest("{\"kind\":\"Secret\",\"type\":\"my-type\",\"data\":{\"one\":\"\",\"three\":\"Mw==\"}}");
        assertThat(ConfigHash.of(List.of(configMap, secret))).isEqualTo("57hhd7795k");
    }

    @Test
    void standsOnWorkloadsThatUseTheApplicationsOwnConfiguration() {
        var objects = ConfigHash.on(Given.manifests(Given.WEB));
        assertThat(hash(objects.getFirst())).hasSize(10);
        var changed = ConfigHash.on(Given.manifests(Given.WEB.replace("fast", "slow")));
        assertThat(hash(changed.getFirst())).isNotEqualTo(hash(objects.getFirst()));
    }

    @Test
    void isAbsentWhereNothingIsUsed() {
        var objects = ConfigHash.on(Given.manifests(Given.WEB).subList(0, 2));
        assertThat(hash(objects.getFirst())).isEmpty();
    }

    @Test
    void writesJsonAsGoDoes() throws Exception {
        assertThat(CanonicalJson.of(
                        Json.wire().readTree("{\"b\":\"<a> & \\u2028\\u0001\\u001f\",\"a\":[1,true,null]}")))
                .isEqualTo("{\"a\":[1,true,null],\"b\":\"\\u003ca\\u003e \\u0026 \\u2028\\u0001\\u001f\"}");
    }

    private static String hash(Manifest manifest) {
        return Fields.text(manifest.body(), "spec", "template", "metadata", "annotations", ConfigHash.ANNOTATION);
    }

    private static Manifest manifest(String json) throws Exception {
        return new Manifest((ObjectNode) Json.wire().readTree(json));
    }
}
