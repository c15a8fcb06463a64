package io.penstock.workflows.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.workflows.stage.EcsStage;
import io.penstock.workflows.stage.Percent;
import io.penstock.workflows.stage.Replicas;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "0,   , 1",
        "0, 1, 1",
        "0, 3, 1",
        "0, 10, 1",
        "0%, 10, 1",
        "2,   , 1",
        "2, 1, 2",
        "2, 3, 2",
        "2, 10, 2",
        "10%, , 1",
        "10%, 1, 1",
        "10%, 3, 1",
        "10%, 10, 1",
        "10%, 11, 2",
        "50%, , 1",
        "50%, 1, 1",
        "50%, 3, 2",
        "50%, 10, 5",
        "150%, , 1",
        "150%, 1, 2",
        "150%, 3, 5",
        "150%, 10, 15",
        "50%, 0, 0",
        "1000000%, 2147483647, 2147483647"
    })
    void replicasFollowTheTableOfTheSemantics(String option, @Nullable Integer desired, int expected) {
        assertThat(Replicas.parse(option).of(desired)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "x", "10 %", "1.5", "9999999", "10%%"})
    void replicasRefuseWhatIsNone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Replicas.parse(text))
                .withMessageContaining("expected");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "10, 10", "10%, 10", "100%, 100"})
    void aPercentageIsReadWithAndWithoutItsSign(String text, int expected) {
        assertThat(Percent.parse(text)).isEqualTo(new Percent(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"101", "-1", "1.5", "", "%"})
    void aPercentageIsNoOtherNumber(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Percent.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "100, 0, 0", "80, 50, 20", "0, 30, 30", "1, 0, 99"})
    void ecsSharesFollowPrimaryFirst(int primary, int canary, int expected) {
        assertThat(new EcsStage.TrafficRouting(new Percent(primary), new Percent(canary))
                        .effectiveCanary()
                        .value())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "90s, PT1M30S", "1h30m, PT1H30M", "1.5h, PT1H30M", "300ms, PT0.3S", "1us, PT0.000001S", "1µs, PT0.000001S",
        "0, PT0S", "-2m, PT-2M", "+1s, PT1S", "1h1m1s1ms1ns, PT1H1M1.001000001S", ".5s, PT0.5S", "1.s, PT1S"
    })
    void durationsAreReadAsGoReadsThem(String text, Duration expected) {
        assertThat(GoDuration.parse(text)).isEqualTo(expected);
        assertThat(GoDuration.parse(GoDuration.format(expected))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 m", "m", "1d", "PT5M", "1h 2m", "5min", ".s", "9999999999h", "-"})
    void durationsRefuseWhatGoRefuses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> GoDuration.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "web, web/deployment.yaml, true",
        "web, website/a, false",
        "web/, web/a/b, true",
        "./web, web/a, true",
        "*.md, README.md, true",
        "*.md, docs/README.md, false",
        "**/*.md, docs/a/README.md, true",
        "**/*.md, README.md, true",
        "docs/**, docs/a/b, true",
        "docs/**, docs, false",
        "docs/*, docs/a, true",
        "docs/*, docs/a/b, true",
        "docs/?.md, docs/a.md, true",
        "docs/?.md, docs/ab.md, false",
        "a.c, abc, false",
        "!docs/**, web/a, true",
        "!docs/**, docs/a, false",
        "modules/[ab]/x, modules/b/x, true",
        "a/**/b, a/b, true",
        "a/**/b, a/x/y/b, true",
        "price$, price$, true",
        "/web, web/a, true"
    })
    void pathPatternsFollowDockersIgnoreFiles(String pattern, String path, boolean expected) {
        assertThat(new PathPattern(pattern).matches(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "^feat, feat: x, true",
        "^feat, a feat, false",
        "feat, a feat, true",
        "(?P<n>a)b, xaby, true",
        "(?i)FIX, a fix, true",
        "'', anything, false",
        "a\\+, a+, true"
    })
    void goPatternsAreSearchedAnywhere(String pattern, String text, boolean expected) {
        assertThat(new GoPattern(pattern).found(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "(?=a)", "(?!a)", "(?<=a)", "(a)\\1", "a++", "(?>a)"})
    void goPatternsRefuseWhatOnlyJavaKnows(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> new GoPattern(pattern));
    }

    @Test
    void anExplodingPatternIsRefusedAndNotWaitedFor() {
        var pattern = new GoPattern("(a+)+(b+)+$");
        assertThatThrownBy(() -> pattern.found("a".repeat(3000) + "b".repeat(1000) + "!"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("reasonable time");
    }

    @Test
    void closeMatchesAreOffered() {
        assertThat(CloseMatch.of("K8S_CANARY_ROLOUT", List.of("K8S_CANARY_ROLLOUT", "WAIT")))
                .containsExactly("K8S_CANARY_ROLLOUT");
        assertThat(CloseMatch.distance("ab", "ba")).isEqualTo(1);
    }
}
