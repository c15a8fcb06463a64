package io.penstock.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.penstock.workflows.Json;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class FiguresTest {
    private static final Result.Line LINE = new Result.Line(Measure.STAGE_OVERHEAD, "some", "milliseconds");

    @Test
    void aQuantileIsAValueThatWasMeasured() {
        var samples = Samples.of(List.of(4.0, 1.0, 3.0, 2.0));
        assertThat(samples.median()).isEqualTo(2);
        assertThat(samples.quantile(0.99)).isEqualTo(4);
        assertThat(samples.min()).isEqualTo(1);
    }

    @Test
    void aBudgetWithTwoQuantilesIsHeldByBoth() {
        var samples = Samples.of(List.of(20.0, 25.0, 120.0));
        assertThat(Budget.atMost(30).held(samples)).isTrue();
        assertThat(Budget.atMost(30, 100).held(samples)).isFalse();
        assertThat(Budget.atLeast(30).held(samples)).isFalse();
    }

    @Test
    void theSlopeIsWhatEachStageAdds() {
        assertThat(Stages.slope(List.of(1, 5, 10, 20), 31, 155, 310, 620)).isCloseTo(31.0, within(1e-9));
    }

    @Test
    void partsAreWrittenInTheirOwnOrder() {
        var where = new LinkedHashMap<String, Object>();
        where.put("second letter", 1);
        where.put("a letter", 2);
        var line = Json.write(Result.of(LINE, Samples.of(List.of(1.0)), null, where));
        assertThat(line).contains("{\"second letter\":1,\"a letter\":2}").contains("\"budget\":null,");
    }

    @Test
    void anUnknownMeasureIsRefusedWithThoseThatAreKnown() {
        assertThatThrownBy(() -> Request.parse(List.of("speed")))
                .hasMessageContaining("measure: speed (expected: one of footprint, push-to-first-write");
        assertThat(Request.parse(List.of("--quick")).measures()).hasSize(Measure.values().length);
    }
}
