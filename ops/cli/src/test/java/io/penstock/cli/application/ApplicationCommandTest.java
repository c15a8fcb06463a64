package io.penstock.cli.application;

import static io.penstock.cli.Installation.ENDED;
import static io.penstock.cli.Installation.READER;
import static io.penstock.cli.Installation.RUNNING;
import static io.penstock.cli.Installation.SERVER;
import static io.penstock.cli.Installation.STRANGER;
import static io.penstock.cli.Installation.WRITER;
import static io.penstock.cli.Typed.fields;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ApplicationCommandTest {
    @Test
    void listsAsTableJsonAndYaml() {
        var json = READER.type("application", "list", "-o", "json").json();
        assertThat(fields(json)).containsExactly("items", "next");
        assertThat(fields(json.path("items").get(0)))
                .contains(
                        "id",
                        "name",
                        "project",
                        "cluster",
                        "platform",
                        "repository",
                        "path",
                        "configFile",
                        "labels",
                        "state",
                        "syncState",
                        "health",
                        "lastDeployment",
                        "runningDeployment");
        assertThat(READER.type("application", "list", "-o", "yaml").out()).startsWith("---\nitems:\n- id:");
        var table = READER.type("application", "list", "--cluster", "tokyo", "--query", "web");
        assertThat(table.exit()).isZero();
        assertThat(table.out()).contains("NAME", "web", "DEPLOYING", "RUNNING").doesNotContain("osaka", "hello");
    }

    @Test
    void showsTheFaultsOfAFileWithTheirPlace() {
        var shown = READER.type("app", "get", "hello@tokyo");
        assertThat(shown.exit()).isZero();
        assertThat(shown.out()).contains("INVALID_CONFIG", "line 3, column 5: spec.name: missing (expected: a name)");
    }

    @Test
    void offersCloseNamesAndEndsWithFour() {
        var answer = READER.type("application", "get", "helo");
        assertThat(answer.exit()).isEqualTo(4);
        assertThat(answer.err()).contains("did you mean hello@tokyo?");
        assertThat(answer.out()).isEmpty();
    }

    @Test
    void endsWithThreeForAStrangerAndForAReaderWhoWrites() {
        assertThat(STRANGER.type("application", "list").exit()).isEqualTo(3);
        var answer = READER.type("application", "sync", "web@tokyo");
        assertThat(answer.exit()).isEqualTo(3);
        assertThat(answer.err()).contains("You may not do this.");
    }

    @Test
    void addsDisablesEnablesAndDeletes() {
        var added = WRITER.type(
                "application", "add", "--repository", "sample", "--path", "typed", "--cluster", "osaka", "-o", "json");
        assertThat(added.exit()).as(added.err()).isZero();
        assertThat(added.json().path("name").asText()).isEqualTo("typed");
        assertThat(added.json().path("configFile").asText()).isEqualTo("app.pipecd.yaml");
        assertThat(WRITER.type("application", "disable", "typed").out()).contains("DISABLED");
        var refused = WRITER.type("application", "sync", "typed");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("is disabled: enable it first");
        assertThat(WRITER.type("application", "enable", "typed").out()).contains("ACTIVE");
        var gone = WRITER.type("application", "delete", "typed");
        assertThat(gone.exit()).isZero();
        assertThat(gone.err())
                .contains("its objects stay in the cluster")
                .contains("penstock application add --repository sample --path typed --config-file app.pipecd.yaml"
                        + " --cluster osaka --name typed");
        assertThat(WRITER.type("application", "get", "typed").exit()).isEqualTo(4);
    }

    @Test
    void namesTheFieldThatIsAtFaultAndEndsWithTwo() {
        var answer =
                WRITER.type("application", "add", "--repository", "sample", "--path", "../up", "--cluster", "tokyo");
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).contains("path: ../up (expected:");
    }

    @Test
    void endsWithSixWhenASyncTakesTooLong() {
        var answer =
                WRITER.type("application", "sync", "web@osaka", "--strategy", "quick", "--wait", "--timeout", "1s");
        assertThat(answer.exit()).isEqualTo(6);
        assertThat(answer.err()).contains("has not ended after 1s: ");
    }

    @Test
    void goesBackToADeploymentWhoseBundleIsKept() {
        var refused = WRITER.type("application", "rollback", "web@tokyo", "--to", RUNNING);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("expected: one that is SUCCEEDED");
        SERVER.sql("INSERT INTO bulk.bundle (cluster, id, content) VALUES ('tokyo', repeat('1', 64), '\\x00')");
        var back = WRITER.type("application", "rollback", "web@tokyo", "--to", ENDED, "-o", "json");
        assertThat(back.exit()).as(back.err()).isZero();
        assertThat(back.json().path("target").asText()).isEqualTo(ENDED);
    }

    @Test
    void listsHistoryAndSuggestions() {
        var history = READER.type("application", "history", "web@tokyo", "--limit", "50", "-o", "json");
        assertThat(history.json().path("items"))
                .anyMatch(item -> item.path("id").asText().equals(ENDED));
        assertThat(READER.type("application", "suggestions").out()).contains("new", "KubernetesApp");
    }
}
