package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class ManifestFilesTest {
    @Test
    void takesTopLevelFilesButNotPipeCdsOwn() {
        var names =
                List.of("service.yml", "app.pipecd.yaml", "b.json", "a.yaml", ".pipe.yaml", "README.md", "mine.yaml");
        assertThat(ManifestFiles.plain(names, "mine.yaml")).containsExactly("a.yaml", "b.json", "service.yml");
    }

    @Test
    void sortsByOrderAndElseKeepsTheSource() {
        var files = new LinkedHashMap<String, String>();
        files.put("a.yaml", config("one", "") + "---\n" + config("two", "5") + "---\n" + config("three", "-1"));
        files.put("b.yaml", config("four", "x") + "---\n" + config("five", "-1"));
        assertThat(ManifestFiles.read(files, "").manifests())
                .extracting(Manifest::name)
                .containsExactly("three", "five", "one", "four", "two");
    }

    @Test
    void expandsLists() {
        var text = """
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
                - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
                """;
        assertThat(Given.manifests(text)).extracting(Manifest::name).containsExactly("a", "b");
    }

    @Test
    void letsTheLastOfTwoEqualObjectsCount() {
        var content = ManifestFiles.read(Map.of("a.yaml", config("one", "1") + "---\n" + config("one", "2")), "");
        assertThat(content.manifests()).hasSize(1);
        assertThat(content.manifests().getFirst().annotation(ManifestFiles.ORDER))
                .isEqualTo("2");
        assertThat(content.warnings())
                .containsExactly("a.yaml: ConfigMap one stands more than once; the last one counts");
    }

    @Test
    void namesAreTheSameWhereTheNamespaceIs() {
        var spaced = config("one", "3").replace("name: one", "name: one\n  namespace: default");
        var files = Map.of("a.yaml", config("one", "1") + "---\n" + spaced);
        assertThat(ManifestFiles.read(files, "").manifests()).hasSize(1);
        var elsewhere = Map.of("a.yaml", config("one", "1") + "---\n" + spaced.replace("default", "other"));
        assertThat(ManifestFiles.read(elsewhere, "").manifests()).hasSize(2);
        assertThat(ManifestFiles.read(elsewhere, "shop").manifests())
                .singleElement()
                .satisfies(manifest ->
                        assertThat(manifest.annotation(ManifestFiles.ORDER)).isEqualTo("3"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kind: A            | a.yaml:1: apiVersion: missing
            apiVersion: v1     | a.yaml:1: kind: missing
            [1]                | a.yaml:1: document: not a map
            {apiVersion: v1, kind: A, metadata: {generateName: x}} | a.yaml:1: metadata.name: missing in a A
            a: [               | a.yaml:
            """)
    void namesFileLineAndWhatWasExpected(String text, String sentence) {
        assertThatThrownBy(() -> ManifestFiles.read(Map.of("a.yaml", text), ""))
                .hasMessageContaining(sentence)
                .hasMessageContaining("ConfigException");
    }

    private static String config(String name, String order) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\n  annotations: {pipecd.dev/order: \""
                + order + "\"}\n";
    }
}
