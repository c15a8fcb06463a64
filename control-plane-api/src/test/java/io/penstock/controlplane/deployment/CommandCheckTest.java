package io.penstock.controlplane.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.controlplane.Ids;
import io.penstock.controlplane.World;
import io.penstock.workflows.deployment.DeploymentInput;
import io.penstock.workflows.deployment.RecordActivities.CommandKind;
import io.penstock.workflows.deployment.RecordActivities.Verdict;
import io.penstock.workflows.deployment.RecordActivities.Verification;
import io.penstock.workflows.id.CommandId;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommandCheckTest {
    private static final World WORLD = new World();
    private static final UUID ADA = person("ada");
    private static final UUID BOB = person("bob");
    private static int number;

    private final DeploymentInput input = WORLD.claimed(WORLD.application("command-" + number++, "tokyo"));

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @Test
    void countsDifferentPeopleAndGivesTheSameAnswerAgain() {
        var first = command(ADA, "APPROVE", 1, "plan");
        var twice = command(ADA, "APPROVE", 1, "plan");
        assertThat(ask(first, 1, "plan").approvals()).isEqualTo(1);
        assertThat(ask(twice, 1, "plan").approvals()).isEqualTo(1);
        assertThat(ask(command(BOB, "APPROVE", 1, "plan"), 1, "plan").approvals())
                .isEqualTo(2);
        var again = ask(first, 1, "plan");
        assertThat(again.kind()).isEqualTo(CommandKind.APPROVE);
        assertThat(again.by()).isEqualTo("ada");
    }

    @Test
    void refusesWhatWasWrittenForSomethingElse() {
        assertThat(ask(command(ADA, "APPROVE", 1, "plan"), 2, "plan").refusal()).contains("another stage");
        assertThat(ask(command(ADA, "APPROVE", 1, "plan"), 1, "other").refusal())
                .contains("another plan");
        assertThat(ask(command(ADA, "APPROVE", 1, "plan"), null, null).refusal())
                .contains("no stage waits");
        assertThat(ask(new CommandId(Ids.fresh().toString()), 1, "plan").refusal())
                .contains("no such command");
        var used = command(ADA, "APPROVE", 1, "plan");
        ask(used, 1, "plan");
        assertThat(ask(used, 2, "plan").refusal()).contains("used up");
        var other = WORLD.claimed(WORLD.application("command-" + number++, "tokyo"));
        var foreign = command(ADA, "CANCEL_WITH_ROLLBACK", null, null);
        assertThat(WORLD.record
                        .verify(new Verification(other.deployment(), null, null, foreign, null))
                        .refusal())
                .contains("another deployment");
    }

    @Test
    void refusesWhoLostTheRightAndWhatIsTooLate() {
        var eve = person("eve-" + number);
        var lost = command(eve, "APPROVE", 1, "plan");
        WORLD.execute("UPDATE person SET disabled_at = now() WHERE id = ?", eve);
        assertThat(ask(lost, 1, "plan").refusal()).contains("may not");
        var late = command(ADA, "APPROVE", 1, "plan");
        WORLD.execute(
                "UPDATE command SET expires_at = now() - interval '1 second' WHERE id = CAST(? AS uuid)", late.value());
        assertThat(ask(late, 1, "plan").refusal()).contains("time is over");
    }

    @Test
    void refusesWhoIsNotAmongTheApproversOfTheStage() {
        WORLD.execute("""
                UPDATE deployment SET plan = '{"stages": [{"index": 1, "stage": {"approvers": ["bob"]}}]}'
                WHERE id = CAST(? AS uuid)
                """, input.deployment().value());
        assertThat(ask(command(ADA, "APPROVE", 1, "plan"), 1, "plan").refusal()).contains("among the approvers");
        assertThat(ask(command(BOB, "APPROVE", 1, "plan"), 1, "plan").refusal()).isNull();
    }

    @Test
    void takesATokenForTheRow() {
        var command = command(ADA, "APPROVE", 1, "plan");
        WORLD.execute(
                "UPDATE command SET token_hash = sha256(convert_to('secret', 'UTF8')) WHERE id = CAST(? AS uuid)",
                command.value());
        var verdict = WORLD.record.verify(new Verification(input.deployment(), 1, "plan", null, "secret"));
        assertThat(verdict.refusal()).isNull();
        assertThat(WORLD.record
                        .verify(new Verification(input.deployment(), 1, "plan", null, "guess"))
                        .refusal())
                .isNotNull();
    }

    @Test
    void cancelsWhateverStageWaits() {
        var command = command(ADA, "CANCEL_WITHOUT_ROLLBACK", null, null);
        assertThat(ask(command, 3, "plan").kind()).isEqualTo(CommandKind.CANCEL_WITHOUT_ROLLBACK);
        assertThat(ask(command, null, null).kind()).isEqualTo(CommandKind.CANCEL_WITHOUT_ROLLBACK);
    }

    private Verdict ask(CommandId command, @Nullable Integer stage, @Nullable String digest) {
        return WORLD.record.verify(new Verification(input.deployment(), stage, digest, command, null));
    }

    private CommandId command(UUID person, String kind, @Nullable Integer stage, @Nullable String digest) {
        var id = new CommandId(Ids.fresh().toString());
        WORLD.execute("""
                INSERT INTO command (id, deployment, kind, stage, plan_digest, principal, principal_name)
                SELECT CAST(? AS uuid), CAST(? AS uuid), ?, CAST(? AS int), ?, 'person:' || id, name
                FROM person WHERE id = ?
                """, id.value(), input.deployment().value(), kind, stage, digest, person);
        return id;
    }

    private static UUID person(String name) {
        var id = Objects.requireNonNull(Ids.fresh());
        WORLD.execute("INSERT INTO person (id, name, role, password_hash) VALUES (?, ?, 'EDITOR', '-')", id, name);
        return id;
    }
}
