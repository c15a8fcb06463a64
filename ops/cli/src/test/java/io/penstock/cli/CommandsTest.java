package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What holds for every command, without a control plane.
@Timeout(60)
class CommandsTest {
    private static final Typed NOBODY = new Typed(Map.of());

    /// The commands of the contracts that exist, each with its words.
    private static final List<String> CONTRACT = List.of(
            "up",
            "down",
            "status",
            "logs",
            "env",
            "test",
            "bench",
            "validate",
            "schema",
            "application list",
            "application get",
            "application add",
            "application enable",
            "application disable",
            "application delete",
            "application sync",
            "application history",
            "application rollback",
            "deployment list",
            "deployment get",
            "deployment stages",
            "deployment logs",
            "deployment wait",
            "deployment approve",
            "deployment reject",
            "deployment cancel",
            "deployment why",
            "deployment changes",
            "approval token",
            "chain list",
            "chain get",
            "piped register",
            "piped list",
            "piped rotate-key",
            "piped enable",
            "piped disable",
            "apikey create",
            "apikey list",
            "apikey disable",
            "user add",
            "user list",
            "user disable",
            "login",
            "context list",
            "context use",
            "completion");

    static Stream<String> commands() {
        var found = new ArrayList<String>();
        below(Penstock.commandLine(), "", found);
        return found.stream();
    }

    private static void below(CommandLine line, String words, List<String> found) {
        line.getSubcommands().forEach((name, command) -> {
            if (!name.equals("help") && !name.equals("app")) {
                found.add((words + " " + name).strip());
                below(command, words + " " + name, found);
            }
        });
    }

    @Test
    void holdsEveryCommandOfTheContracts() {
        assertThat(commands().toList()).containsAll(CONTRACT);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void explainsEveryCommandWithAnExample(String command) {
        var words = Stream.concat(Stream.of(command.split(" ", -1)), Stream.of("--help"));
        var answer = NOBODY.type(words.toArray(String[]::new));
        assertThat(answer.exit()).isZero();
        assertThat(answer.out()).contains("Usage:", "Example", "penstock " + command.split(" ", -1)[0]);
        assertThat(answer.out()).doesNotContain("\u001b[");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "deployment",
                "deployment nonsense",
                "deployment get",
                "deployment list --nonsense",
                "deployment list --limit many",
                "deployment list -o xml",
                "deployment reject 0193",
                "application rollback web",
                "completion ksh",
                "validate",
                "context use",
            })
    void endsWithTwoWhenItIsTypedWrongly(String words) {
        var answer = NOBODY.type(words.isEmpty() ? new String[0] : words.split(" ", -1));
        assertThat(answer.exit()).as(answer.err()).isEqualTo(2);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "depoyment list, penstock: depoyment: no such command (expected: did you mean `penstock deployment`?)",
        "deployment lst, penstock: lst: no such command (expected: did you mean `penstock deployment list`?)",
        "make coffee, penstock: make: no such command (expected: one of those that `penstock --help` lists)",
    })
    void offersTheCommandThatWasMeant(String words, String answer) {
        var typed = NOBODY.type(words.split(" ", -1));
        assertThat(typed.exit()).isEqualTo(2);
        assertThat(typed.err()).isEqualToIgnoringNewLines(answer);
    }

    @Test
    void endsWithFiveWhenNothingAnswers() throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var answer = Typed.with(port, "psk_nobody").type("deployment", "list");
        assertThat(answer.exit()).isEqualTo(5);
        assertThat(answer.err()).contains("cannot be reached", "penstock status");
        assertThat(NOBODY.type("deployment", "list").exit()).isEqualTo(5);
    }

    @Test
    void deletesNothingWhereThereIsNobodyToAsk(@TempDir Path home) throws IOException {
        Files.createDirectory(home.resolve("data"));
        var answer = NOBODY.and("PENSTOCK_HOME", home.toString()).type("down", "--purge");
        assertThat(answer.exit()).as(answer.err()).isEqualTo(2);
        assertThat(answer.err()).contains("(expected: --yes, as there is nobody to ask)");
        assertThat(home.resolve("data")).isDirectory();
    }

    @Test
    void asksForBothVariables() {
        var answer = new Typed(Map.of("PENSTOCK_URL", "http://127.0.0.1:1")).type("deployment", "list");
        assertThat(answer.exit()).isEqualTo(3);
        assertThat(answer.err()).contains("PENSTOCK_API_KEY is not (expected: both)");
        var ignored = new Typed(Map.of("PENSTOCK_API_KEY", "psk_wrong")).type("deployment", "list");
        assertThat(ignored.exit()).isEqualTo(3);
        assertThat(ignored.err()).contains("PENSTOCK_URL is not (expected: both)");
        var wrong = new Typed(Map.of("PENSTOCK_URL", "nonsense", "PENSTOCK_API_KEY", "k")).type("deployment", "list");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("PENSTOCK_URL: nonsense (expected:");
    }

    @ParameterizedTest
    @CsvSource({
        "http://penstock.example.com, 2",
        "http://192.0.2.1:8080, 2",
        "http://127.0.0.1.example.com, 2",
        "http://localhost.example.com, 2",
        "ftp://127.0.0.1, 2",
        "http://[::1]:1, 5",
        "http://127.9.9.9:1, 5",
        "http://localhost:1, 5",
        "https://127.0.0.1:1, 5",
    })
    void sendsNoKeyOverAnOpenLine(String url, int exit) {
        var answer = new Typed(Map.of("PENSTOCK_URL", url, "PENSTOCK_API_KEY", "psk_key")).type("deployment", "list");
        assertThat(answer.exit()).as(answer.err()).isEqualTo(exit);
        assertThat(answer.err().contains("PENSTOCK_URL: " + url + " (expected: https://HOST, or http:// on this"))
                .isEqualTo(exit == 2);
        assertThat(answer.err()).doesNotContain("psk_key");
    }

    @Test
    void saysThatNothingRunsInAnEmptyHome() {
        var status = NOBODY.type("status", "-o", "json");
        assertThat(status.exit()).isZero();
        assertThat(status.json().path("parts")).isEmpty();
        assertThat(status.err()).contains("penstock up");
        assertThat(NOBODY.type("env").exit()).isEqualTo(4);
        assertThat(NOBODY.type("logs", "control-plane").exit()).isEqualTo(4);
        assertThat(NOBODY.type("down").exit()).isZero();
    }

    @Test
    void completesInEveryShell() {
        for (var shell : List.of("bash", "zsh")) {
            var script = NOBODY.type("completion", shell).out();
            assertThat(script).contains("complete -F _complete_penstock", "bashcompinit", "rotate-key", "--strategy");
        }
        var fish = NOBODY.type("completion", "fish").out();
        assertThat(fish)
                .startsWith("complete -c penstock -f\n")
                .contains("-n '__fish_use_subcommand' -a application -d 'Applications:")
                .contains("__fish_seen_subcommand_from application; and not __fish_seen_subcommand_from")
                .contains("-l strategy -r")
                .contains("-a 'TABLE JSON YAML'")
                .doesNotContain("\t");
        assertThat(fish.lines()).allMatch(line -> line.startsWith("complete -c penstock"));
    }
}
