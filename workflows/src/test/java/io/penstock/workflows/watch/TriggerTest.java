package io.penstock.workflows.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.config.ConfigFile;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.watch.Trigger.Known;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class TriggerTest {
    private static final CommitId HEAD = new CommitId("b".repeat(40));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                // below the directory, which is no prefix of a neighbour's name
                "shop/web | {} | shop/web/app.pipecd.yaml | shop/web/app.pipecd.yaml",
                "shop/web | {} | shop/web/deep/down.yaml  | shop/web/deep/down.yaml",
                "shop/web | {} | README.md shop/web/a     | shop/web/a",
                "shop/web | {} | shop/webber/a            | -",
                "shop/web | {} | shop/a web/a             | -",
                "shop/web | {} | \"\"                       | -",
                // the root holds everything
                ".        | {} | lib/a                    | lib/a",
                "\"\"       | {} | a                        | a",
                // paths add to the directory
                "shop/web | {paths: ['lib/**']}           | lib/deep/a     | lib/deep/a",
                "shop/web | {paths: [lib]}                | lib/deep/a     | lib/deep/a",
                "shop/web | {paths: ['lib/*.yaml']}       | lib/deep/a.yaml | -",
                "shop/web | {paths: ['lib/**']}           | docs/a         | -",
                "shop/web | {paths: ['lib/**']}           | shop/web/a     | shop/web/a",
                "shop/web | {paths: ['lib/**']}           | lib/a shop/web/a | lib/a",
                // one ignored path vetoes everything, wherever it lies
                "shop/web | {ignores: ['**/*.md']}        | shop/web/a.md  | -",
                "shop/web | {ignores: ['**/*.md']}        | shop/web/a shop/web/a.md | -",
                "shop/web | {ignores: ['docs/**']}        | shop/web/a docs/a | -",
                "shop/web | {ignores: ['**/*.md']}        | shop/web/a     | shop/web/a",
                "shop/web | {paths: ['lib/**'], ignores: ['lib/test/**']} | lib/a lib/test/a | -",
                "shop/web | {paths: ['lib/**'], ignores: ['lib/test/**']} | lib/a            | lib/a",
                ".        | {ignores: ['docs/**']}        | docs/a         | -",
            })
    void changedPathsTouchAnApplication(String path, String onCommit, String changed, @Nullable String by) {
        assertThat(Trigger.touched(path, application(onCommit), paths(changed)))
                .isEqualTo(by == null ? null : by + " changed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // the first deployment needs no change, and no ignored path keeps it back
                "never   | {}                     | \"\"        | REGISTRATION: first deployment",
                "never   | {}                     | docs/a     | REGISTRATION: first deployment",
                "never   | {ignores: ['web/**']}  | web/a      | REGISTRATION: first deployment",
                // later ones need a new commit that touches the application
                "a       | {}                     | web/a      | COMMIT: web/a changed",
                "unknown | {}                     | web/a      | COMMIT: web/a changed",
                "b       | {}                     | web/a      | no: this commit was asked for already",
                "a       | {}                     | docs/a     | no: no changed file belongs to the application",
                "a       | {ignores: ['**/*.md']} | web/a web/b.md | no: no changed file belongs to the application",
                "a       | {paths: ['docs/**']}   | docs/a     | COMMIT: docs/a changed",
                // what is disabled is never deployed by a commit; the first time is asked for by registering it
                "never   | {disabled: true}       | web/a      | REGISTRATION: first deployment",
                "a       | {disabled: true}       | web/a      | no: trigger.onCommit is disabled",
            })
    void decidesOnWhatIsKnown(String last, String onCommit, String changed, String expected) {
        var commit = last.length() == 1 ? new CommitId(last.repeat(40)) : null;
        var known = new Known("web", !last.equals("never"), commit);
        var decision = Trigger.decide(known, application(onCommit), HEAD, paths(changed));
        assertThat((decision.kind() == null ? "no" : decision.kind()) + ": " + decision.reason())
                .isEqualTo(expected);
    }

    private static ApplicationConfig application(String onCommit) {
        var text = """
                apiVersion: pipecd.dev/v1beta1
                kind: KubernetesApp
                spec:
                  name: web
                  trigger:
                    onCommit: %s
                """.formatted(onCommit);
        var file = ConfigFile.read("app.pipecd.yaml", text.getBytes(StandardCharsets.UTF_8));
        assertThat(file.faults()).isEmpty();
        if (file.value() instanceof ApplicationConfig config) {
            return config;
        }
        throw new AssertionError(onCommit);
    }

    private static List<String> paths(String changed) {
        return changed.isEmpty() ? List.of() : List.of(changed.split(" ", -1));
    }
}
