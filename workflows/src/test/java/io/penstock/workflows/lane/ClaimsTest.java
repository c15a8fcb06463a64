package io.penstock.workflows.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.lane.Claims.Open;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ClaimsTest {
    private static final Open FIRST = intent(1, TriggerKind.COMMIT, false);
    private static final Open SECOND = intent(2, TriggerKind.COMMIT, false);
    private static final Open THIRD = intent(3, TriggerKind.COMMAND, false);
    private static final Open PINNED = intent(4, TriggerKind.CHAIN, true);
    private static final Open ROLLBACK = intent(5, TriggerKind.ROLLBACK, false);

    @Test
    void nothingOpenClaimsNothing() {
        var choice = Claims.choose(List.of());
        assertThat(choice.next()).isNull();
        assertThat(choice.superseded()).isEmpty();
        assertThat(choice.left()).isZero();
    }

    @Test
    void theNewestWinsAndNamesItselfToThoseItSupersedes() {
        var choice = Claims.choose(List.of(FIRST, SECOND, THIRD));
        assertThat(choice.next()).isEqualTo(THIRD.deployment());
        assertThat(choice.superseded()).containsOnlyKeys(FIRST.deployment(), SECOND.deployment());
        assertThat(choice.superseded().get(FIRST.deployment()))
                .contains(THIRD.deployment().value());
        assertThat(choice.left()).isZero();
    }

    @Test
    void aPinnedIntentGoesBeforeNewerOnesAndSupersedesNothing() {
        var choice = Claims.choose(List.of(FIRST, PINNED, THIRD));
        assertThat(choice.next()).isEqualTo(PINNED.deployment());
        assertThat(choice.superseded()).isEmpty();
        assertThat(choice.left()).isEqualTo(2);
    }

    @Test
    void aRollbackGoesBeforeEverythingAndSupersedesWhatIsNotPinned() {
        var choice = Claims.choose(List.of(FIRST, PINNED, ROLLBACK));
        assertThat(choice.next()).isEqualTo(ROLLBACK.deployment());
        assertThat(choice.superseded()).containsOnlyKeys(FIRST.deployment());
        assertThat(choice.left()).isEqualTo(1);
    }

    @Test
    void ofTwoRollbacksTheOneAskedForLastWins() {
        var later = intent(6, TriggerKind.ROLLBACK, false);
        var choice = Claims.choose(List.of(ROLLBACK, later));
        assertThat(choice.next()).isEqualTo(later.deployment());
        assertThat(choice.superseded()).containsOnlyKeys(ROLLBACK.deployment());
        assertThat(choice.left()).isZero();
    }

    @Test
    void whatWasAskedForAfterARollbackStillRunsAfterIt() {
        var choice = Claims.choose(List.of(FIRST, ROLLBACK, SECOND));
        assertThat(choice.next()).isEqualTo(ROLLBACK.deployment());
        assertThat(choice.superseded()).containsOnlyKeys(FIRST.deployment());
        assertThat(choice.left()).isEqualTo(1);
    }

    private static Open intent(int number, TriggerKind kind, boolean pinned) {
        return new Open(new DeploymentId("00000000-0000-7000-8000-00000000000" + number), kind, pinned);
    }
}
