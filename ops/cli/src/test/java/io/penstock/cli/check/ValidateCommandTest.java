package io.penstock.cli.check;

import static io.penstock.cli.Typed.fields;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.Typed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ValidateCommandTest {
    private static final Typed NOBODY = new Typed(Map.of());
    private static final String HEAD = "apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\nspec:\n";
    private static final String GOOD = HEAD + "  name: web\n";

    @TempDir
    private Path folder;

    /// Each kind of bad input, and the sentence that it gets behind the file's name.
    static Stream<Arguments> badInputs() {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (var i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        return Stream.of(
                Arguments.of("unknown key", HEAD + "  name: web\n  planer: {}\n", "5:3: spec.planer: ", "planner"),
                Arguments.of("wrong type", HEAD + "  name: web\n  timeout: [1]\n", "5:12: spec.timeout: ", "expected"),
                Arguments.of("unknown stage", stage("K8S_SINK"), "6:13: spec.pipeline.stages[0].name: ", "K8S_SYNC"),
                Arguments.of(
                        "impossible weights",
                        stage("K8S_TRAFFIC_ROUTING\n      with: {primary: 80%, canary: 40%}"),
                        ":7:",
                        "100"),
                Arguments.of(
                        "missing field", "kind: KubernetesApp\nspec: {}\n", "1:1: apiVersion: missing", "expected"),
                Arguments.of("duplicate key", GOOD + "  name: shop\n", "5:3: spec.name: ", "once"),
                Arguments.of("YAML bomb", bomb.toString(), "alias", "expected"),
                Arguments.of("binary file", "\u0000\u0001\u0002ELF", "a binary file", "expected: text in UTF-8"),
                Arguments.of("name with a newline", HEAD + "  name: \"a\\nb\"\n", "4:9: spec.name: ", "on one line"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badInputs")
    void saysWhatIsWrongWhereAndWhatWasExpected(String what, String content, String place, String expected)
            throws IOException {
        var file = write("app.pipecd.yaml", content);
        var answer = NOBODY.type("validate", file.toString());
        assertThat(answer.exit()).as(what + ": " + answer.out()).isEqualTo(1);
        assertThat(answer.out()).contains("invalid  " + file, "ERROR " + file, place, expected);
        assertThat(answer.out().lines()).last().isEqualTo("0 valid, 1 invalid");
        assertThat(answer.out()).hasSizeLessThan(5_000);
    }

    @Test
    void refusesAFileOfTenMegabytesWithoutReadingItAll() throws IOException {
        var file = write("app.pipecd.yaml", GOOD + "# " + "x".repeat(10 << 20));
        var answer = NOBODY.type("validate", file.toString());
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.out()).contains("ERROR " + file, "(expected: ").hasSizeLessThan(1_000);
    }

    @Test
    void answersInTheShapeOfTheContracts() throws IOException {
        write("good/app.pipecd.yaml", GOOD);
        write("bad/app.pipecd.yaml", HEAD + "  name: 1\n  planer: {}\n");
        write("bad/deployment.yaml", "kind: Deployment\n");
        write(".git/app.pipecd.yaml", "not: ours\n");
        var answer = NOBODY.type("validate", folder.toString(), "-o", "json");
        assertThat(answer.exit()).isEqualTo(1);
        var json = answer.json();
        assertThat(fields(json)).containsExactly("files", "valid", "invalid");
        assertThat(json.path("valid").asInt()).isEqualTo(1);
        assertThat(json.path("invalid").asInt()).isEqualTo(1);
        var bad = json.path("files").get(0);
        assertThat(fields(bad)).containsExactly("path", "valid", "kind", "faults");
        assertThat(fields(bad.path("faults").get(0)))
                .containsExactly("severity", "line", "column", "field", "value", "expected", "message");
        assertThat(NOBODY.type("validate", folder.toString(), "-o", "yaml").out())
                .startsWith("---\nfiles:\n");
    }

    @Test
    void endsWithFourWhereThereIsNothingAndWithNoughtWhereAllIsWell() throws IOException {
        var missing = NOBODY.type("validate", folder.resolve("nothing.yaml").toString());
        assertThat(missing.exit()).isEqualTo(4);
        assertThat(missing.err()).contains("no such file");
        assertThat(NOBODY.type("validate", write("app.pipecd.yaml", GOOD).toString())
                        .exit())
                .isZero();
    }

    private static String stage(String name) {
        return HEAD + "  pipeline:\n    stages:\n    - name: " + name + "\n";
    }

    private Path write(String name, String content) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    }
}
