package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.workflows.stage.Patch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class PatchesTest {
    private final List<Manifest> web = Given.manifests(Given.WEB);

    @Test
    void readsTheValueAsYaml() {
        var patched = Patches.apply(web, Given.patch("Deployment", "web", "$.spec.replicas", "7"));
        assertThat(patched.getFirst().body().path("spec").path("replicas").isNumber())
                .isTrue();
        assertThat(patched.getFirst().body().path("spec").path("replicas").asInt())
                .isEqualTo(7);
    }

    @Test
    void leavesTextText() {
        var path = "$.spec.template.spec.containers[0].image";
        for (var value : List.of("nginx:2", "17", "true", "{a: b}")) {
            var image = Patches.apply(web, Given.patch("Deployment", "web", path, value))
                    .getFirst()
                    .body()
                    .at("/spec/template/spec/containers/0/image");
            assertThat(image.isTextual()).isTrue();
            assertThat(image.textValue()).isEqualTo(value);
        }
    }

    @Test
    void changesTheFirstObjectOfThatKindAndNameOnly() {
        var two = Given.manifests("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: c, namespace: a}
                data: {k: one}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: c, namespace: b}
                data: {k: two}
                """);
        assertThat(Patches.apply(two, Given.patch("ConfigMap", "c", "$.data.k", "new")))
                .extracting(manifest -> manifest.body().at("/data/k").asText())
                .containsExactly("new", "two");
    }

    @Test
    void patchesYamlInsideATextField() {
        var manifests = Given.manifests(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  envoy.yaml: |\n    admin: {port: 1}\n");
        var patch = new Patch(
                new Patch.Target("ConfigMap", "c", "$.data.'envoy.yaml'"),
                List.of(new Patch.Op("yaml-replace", "$.admin.port", "2")));
        assertThat(Patches.apply(manifests, patch)
                        .getFirst()
                        .body()
                        .path("data")
                        .path("envoy.yaml")
                        .asText())
                .isEqualTo("admin:\n  port: 2\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Deployment | nobody | $.spec.replicas | is not among the manifests
            Deployment | web    | $.spec.nothing  | nothing there to replace
            Deployment | web    | spec.replicas   | not a path
            """)
    void refusesWhatDoesNotFit(String kind, String name, String path, String sentence) {
        assertThatThrownBy(() -> Patches.apply(web, Given.patch(kind, name, path, "1")))
                .hasMessageContaining(sentence);
    }
}
