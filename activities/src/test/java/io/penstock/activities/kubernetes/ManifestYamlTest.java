package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class ManifestYamlTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v: 2024-01-02         | {"v":"2024-01-02"}
            v: 1:30               | {"v":"1:30"}
            v: 010                | {"v":8}
            v: 0x1F               | {"v":31}
            v: 1_000              | {"v":1000}
            v: yes                | {"v":true}
            v: off                | {"v":false}
            v: 1.0                | {"v":1}
            v: 1.5                | {"v":1.5}
            v: 1e3                | {"v":1000}
            v: "1"                | {"v":"1"}
            v: ~                  | {"v":null}
            8080: a               | {"8080":"a"}
            """)
    void readsScalarsAsKubectlDoes(String yaml, String json) throws Exception {
        assertThat(CanonicalJson.of(ManifestYaml.read(yaml).getFirst().content()))
                .isEqualTo(json);
    }

    @Test
    void endsWhatWouldTakeTheMemoryBeforeItDoes() {
        var flat = "x: [" + "0,".repeat(1 << 20) + "0]";
        assertThatThrownBy(() -> ManifestYaml.read(flat)).hasMessage("more than 100000 values");
        var text = "a: &a " + "t".repeat(1 << 20) + "\n";
        var aliases = new StringBuilder(text);
        IntStream.range(0, 2_000)
                .forEach(each -> aliases.append("k").append(each).append(": *a\n"));
        assertThatThrownBy(() -> ManifestYaml.read(aliases.toString()))
                .hasMessage("more than 8388608 characters once all aliases are unfolded");
        var keys = "a: &a {? \"" + "t".repeat(1 << 20) + "\" : 1}\n";
        var number = "a: &a " + "9".repeat(1 << 17) + "\n";
        for (var anchored : List.of(keys, number)) {
            var many = new StringBuilder(anchored);
            IntStream.range(0, 150)
                    .forEach(each -> many.append("k").append(each).append(": *a\n"));
            assertThatThrownBy(() -> ManifestYaml.read(many.toString()))
                    .hasMessage("more than 8388608 characters once all aliases are unfolded");
        }
        var size = new ManifestYaml.Size();
        var document = "x: [" + "0,".repeat(90_000) + "0]";
        assertThatThrownBy(() -> {
                    for (var file = 0; file < 3; file++) {
                        ManifestYaml.read(document, size);
                    }
                })
                .hasMessage("more than 250000 values once all aliases are unfolded");
    }

    @Test
    void resolvesAnchorsAndMerges() throws Exception {
        var content = ManifestYaml.read("""
                base: &base {a: 1, b: 2}
                other:
                  <<: *base
                  b: 3
                same: *base
                """).getFirst().content();
        assertThat(CanonicalJson.of(content))
                .isEqualTo("{\"base\":{\"a\":1,\"b\":2},\"other\":{\"a\":1,\"b\":3},\"same\":{\"a\":1,\"b\":2}}");
    }

    @Test
    void refusesAKeyThatStandsTwiceAndNamesItsLine() {
        assertThatThrownBy(() -> ManifestYaml.read("a: 1\nb: 2\na: 3\n"))
                .isInstanceOfSatisfying(
                        ManifestYaml.Malformed.class, e -> assertThat(e.line()).isEqualTo(3))
                .hasMessageContaining("duplicate key a");
    }

    @Test
    void refusesAliasesThatUnfoldToMillions() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            var previous = "*a" + (i - 1) + ", ";
            bomb.append("a" + i + ": &a" + i + " [" + previous.repeat(9) + "*a" + (i - 1) + "]\n");
        }
        assertThatThrownBy(() -> ManifestYaml.read(bomb.toString())).isInstanceOf(ManifestYaml.Malformed.class);
    }

    @Test
    void leavesEmptyDocumentsOut() throws Exception {
        assertThat(ManifestYaml.read("---\n# nothing\n---\na: 1\n---\n")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"a: !!binary aGk=", "a: [", "a: .nan", "'a: !!java.io.File [x]'", "a: *nobody"})
    void refusesWhatNoManifestMayHold(String yaml) {
        assertThatThrownBy(() -> ManifestYaml.read(yaml)).isInstanceOf(ManifestYaml.Malformed.class);
    }
}
