package io.penstock.workflows.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class FenceTest {
    @Test
    void aRestoredInstallationGoesBeforeNumbersAndNumbersBeforeSteps() {
        var ordered = List.of(
                new Fence(0, 1, 0),
                new Fence(0, 1, 4),
                new Fence(0, 1, Fence.ROLLBACK_STEP),
                new Fence(0, 2, 0),
                new Fence(0, 10, 0),
                new Fence(1, 1, 0));
        assertThat(ordered).isSorted();
    }

    @Test
    void itsTextIsReadBackAsItself() {
        var fence = new Fence(3, 42, 1_000);
        assertThat(Fence.parse(fence.text())).isEqualTo(fence);
    }

    @Test
    void anythingElseIsRefusedWithWhatWasExpected() {
        for (var text : List.of("", "1.2", "1.2.x", "1.2.3.4")) {
            assertThatThrownBy(() -> Fence.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected: epoch.number.step");
        }
    }
}
