package io.penstock.cli.deployment;

import static io.penstock.cli.Installation.ENDED;
import static io.penstock.cli.Installation.READER;
import static io.penstock.cli.Installation.RUNNING;
import static io.penstock.cli.Installation.SERVER;
import static io.penstock.cli.Installation.WRITER;
import static io.penstock.cli.Typed.fields;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.workflows.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class DeploymentCommandTest {
    private static final String TIME = "[0-9-]{10}T[0-9:]{8}\\.[0-9]{3}Z";

    @Test
    void showsADeploymentInTheShapeOfTheContracts() {
        var json = READER.type("deployment", "get", RUNNING, "-o", "json").json();
        assertThat(fields(json))
                .contains(
                        "id",
                        "application",
                        "cluster",
                        "commit",
                        "trigger",
                        "strategy",
                        "strategyReason",
                        "status",
                        "statusReason",
                        "planDigest",
                        "createdAt",
                        "startedAt",
                        "finishedAt",
                        "stages",
                        "waiting",
                        "workflow",
                        "summary",
                        "changes");
        assertThat(fields(json.path("commit"))).containsExactly("hash", "message", "author", "time");
        assertThat(fields(json.path("trigger"))).containsExactly("kind", "by", "reason");
        assertThat(fields(json.path("workflow"))).containsExactly("workflowId", "runId", "url");
        assertThat(fields(json.path("waiting").get(0))).containsExactly("cause", "since", "unblock", "stage");
        assertThat(json.path("createdAt").asText()).matches(TIME);
        assertThat(json.path("application").asText()).isEqualTo("web");
    }

    @Test
    void listsStagesInTheShapeOfTheContracts() {
        var json = READER.type("deployment", "stages", RUNNING, "-o", "json").json();
        assertThat(fields(json)).containsExactly("items", "next");
        assertThat(fields(json.path("items").get(1)))
                .containsExactly(
                        "id",
                        "name",
                        "description",
                        "index",
                        "status",
                        "statusReason",
                        "startedAt",
                        "finishedAt",
                        "attempts",
                        "rollback",
                        "waiting");
        assertThat(READER.type("deployment", "stages", RUNNING).out()).contains("WAIT_APPROVAL", "WAITING");
    }

    @Test
    void takesAnApplicationsNameForItsNewestDeployment() {
        var shown = READER.type("deployment", "get", "web@tokyo");
        assertThat(shown.exit()).isZero();
        assertThat(shown.out())
                .contains(RUNNING, "2 objects change: 1 added, 1 changed", "waiting for an approval")
                .contains("K8S_CANARY_ROLLOUT", "WAIT_APPROVAL");
        assertThat(READER.type("deployment", "get", "nothing-like-it").exit()).isEqualTo(4);
        assertThat(READER.type("deployment", "get", "00000000-0000-0000-0000-0000000000ff")
                        .exit())
                .isEqualTo(4);
        var none = READER.type("deployment", "get", "hello@tokyo");
        assertThat(none.exit()).isEqualTo(4);
        assertThat(none.err()).contains("none of application hello@tokyo yet");
    }

    @Test
    void showsWhatChangesLineByLine() {
        var shown = READER.type("deployment", "changes", RUNNING);
        assertThat(shown.exit()).isZero();
        assertThat(shown.out()).isEqualTo("""
                2 objects change: 1 added, 1 changed
                against 1111111

                CHANGED Deployment web
                  - image: web:1
                  + image: web:2

                ADDED Secret shop/token
                  + data:
                  +   token: '******'
                """);
        var json = READER.type("deployment", "changes", RUNNING, "-o", "json").json();
        assertThat(fields(json)).containsExactly("items", "base", "summary", "notice");
        assertThat(fields(json.path("items").get(0)))
                .containsExactly("change", "apiVersion", "kind", "namespace", "name", "before", "after");
        assertThat(json.path("base").path("deployment").asText()).isEqualTo(ENDED);
        assertThat(READER.type("deployment", "changes", ENDED).exit()).isEqualTo(4);
    }

    @Test
    void leavesOutWhatIsFarFromAChange() {
        var before = "a\nb\nc\nd\ne\nf\ng\nh\nold\n";
        var item = Json.wire().createObjectNode().put("change", "CHANGED").put("kind", "ConfigMap");
        item.put("name", "c").put("before", before).put("after", before.replace("old", "new"));
        var changes = Json.wire().createObjectNode().put("summary", "Deployment web changes");
        changes.putArray("items").add(item);
        assertThat(ChangeText.of(changes)).endsWith("ConfigMap c\n    …\n    f\n    g\n    h\n  - old\n  + new\n");
    }

    @Test
    void printsALogAsTextAndAsJson() {
        var text = READER.type("deployment", "logs", RUNNING, "--stage", "K8S_CANARY_ROLLOUT");
        assertThat(text.out().lines()).hasSize(2);
        assertThat(text.out()).contains("K8S_CANARY_ROLLOUT#1 applying 3 objects");
        var json = READER.type("deployment", "logs", RUNNING, "-o", "json").json();
        assertThat(json.path("items")).hasSize(3);
        assertThat(json.path("next").isNull()).isTrue();
        assertThat(READER.type("deployment", "logs", ENDED, "--follow").exit()).isZero();
    }

    @Test
    void saysWhyADeploymentDoesNotMove() {
        var answer = READER.type("deployment", "why", "web@tokyo");
        assertThat(answer.out())
                .startsWith("RUNNING: WAIT_APPROVAL: waiting for an approval; to unblock: approved or rejected by ada")
                .containsPattern("since 2026-01-0[234] \\d\\d:\\d\\d:04: ");
        assertThat(fields(
                        READER.type("deployment", "why", RUNNING, "-o", "json").json()))
                .contains("deployment", "status", "statusReason", "sentence", "waiting");
    }

    @Test
    void saysWhyAnApplicationIsNotDeployedAtAll() {
        var answer = READER.type("deployment", "why", "hello");
        assertThat(answer.exit()).isZero();
        assertThat(answer.out())
                .contains("The newest configuration of hello is invalid, so it is not deployed:")
                .contains("line 3: spec.name: missing (expected: a name)");
        assertThat(READER.type("deployment", "why", "hello", "-o", "json").exit())
                .isEqualTo(4);
    }

    @Test
    void waitsForTheNewestThoughItHasNotBegun() {
        var ended = "00000000-0000-0000-0000-0000000e0001";
        var pending = "00000000-0000-0000-0000-0000000e0002";
        SERVER.sql("""
                INSERT INTO application (id, name, cluster, repository, path, config_file)
                SELECT '00000000-0000-0000-0000-0000000e0000', 'queued', cluster, repository, 'queued', config_file
                FROM application WHERE name = 'web' LIMIT 1;
                INSERT INTO deployment (id, application, cluster, trigger_kind, trigger_reason, status, finished_at,
                    created_at)
                SELECT made.id, application.id, application.cluster, 'ON_COMMAND', 'tests', made.status,
                    made.finished_at, made.created_at
                FROM application, (VALUES
                    (CAST('%s' AS uuid), 'SUCCEEDED', now(), now() - interval '1 hour'),
                    (CAST('%s' AS uuid), 'PENDING', NULL, now())) AS made (id, status, finished_at, created_at)
                WHERE application.name = 'queued';
                UPDATE application SET last_deployment = '%1$s' WHERE name = 'queued';
                """.formatted(ended, pending));
        try {
            assertThat(READER.type("deployment", "get", "queued", "-o", "json")
                            .json()
                            .path("id")
                            .asText())
                    .isEqualTo(pending);
            assertThat(READER.type("deployment", "wait", "queued", "--timeout", "1s")
                            .exit())
                    .isEqualTo(6);
        } finally {
            SERVER.sql(
                    "DELETE FROM deployment WHERE cluster IS NOT NULL AND id IN ('%s', '%s');".formatted(ended, pending)
                            + "DELETE FROM application WHERE name = 'queued'");
        }
    }

    @Test
    void listsWhatTheOpenOnesWaitFor() {
        assertThat(READER.type("deployment", "list", "--status", "RUNNING").out())
                .contains("waiting for an approval");
    }

    @Test
    void waitsUntilTheEndOrTheTime() {
        assertThat(READER.type("deployment", "wait", ENDED).exit()).isZero();
        var answer = READER.type("deployment", "wait", RUNNING, "--timeout", "1s");
        assertThat(answer.exit()).isEqualTo(6);
        assertThat(answer.err()).contains("waiting for an approval (approved or rejected by ada)");
        assertThat(READER.type("deployment", "wait", RUNNING, "--timeout", "soon")
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void listsByApplicationAndStatus() {
        var json = READER.type("deployment", "list", "--application", "web", "--status", "succeeded", "-o", "json")
                .json();
        assertThat(json.path("items")).hasSize(1);
        var wrong = READER.type("deployment", "list", "--status", "odd");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("status: odd (expected: one of");
    }

    @Test
    void saysThatThereAreMoreThanItShows() {
        var some = READER.type("deployment", "list", "--limit", "1", "-o", "json");
        assertThat(some.json().path("items")).hasSize(1);
        assertThat(some.json().path("next").asText()).isNotBlank();
        assertThat(some.err()).contains("These are the first 1; --limit shows more.");
        assertThat(READER.type("deployment", "list", "--limit", "1000").err()).isEmpty();
    }

    @Test
    void decidesOnTheStageThatWaits() {
        assertThat(READER.type("deployment", "approve", RUNNING).exit()).isEqualTo(3);
        var token = WRITER.type("approval", "token", RUNNING, "-o", "json");
        assertThat(token.exit()).as(token.err()).isZero();
        assertThat(token.json().path("token").asText()).isNotBlank();
        assertThat(token.json().path("command").asText()).startsWith("temporal workflow signal");
        var approved = WRITER.type("deployment", "approve", "web@tokyo", "-o", "json");
        assertThat(approved.exit()).as(approved.err()).isZero();
        assertThat(approved.json().path("approvals").get(0).path("decision").asText())
                .isEqualTo("APPROVED");
        var none = WRITER.type("deployment", "approve", ENDED);
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.err()).contains("waits for an approval. Why? penstock deployment why " + ENDED);
        assertThat(WRITER.type("deployment", "reject", ENDED, "--stage", "0", "--reason", "no")
                        .exit())
                .isEqualTo(1);
        var cancelled = WRITER.type("deployment", "cancel", RUNNING, "--no-rollback", "-o", "json");
        assertThat(cancelled.exit()).as(cancelled.err()).isZero();
        assertThat(cancelled.json().path("notices").toString()).contains("The cancel without rollback");
    }
}
