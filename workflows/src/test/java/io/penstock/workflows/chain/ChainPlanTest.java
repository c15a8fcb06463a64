package io.penstock.workflows.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.workflows.chain.ChainPlan.Candidate;
import io.penstock.workflows.config.ChainMatcher;
import io.penstock.workflows.config.Platform;
import io.penstock.workflows.id.ApplicationId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ChainPlanTest {
    private static final ApplicationId TOKYO = id(1);
    private static final ApplicationId OSAKA = id(2);
    private static final ApplicationId OTHER = id(3);

    @Test
    void aMatcherFindsApplicationsOfTheSameNameElsewhereButNotTheStartItself() {
        var blocks = List.of(byName("web"));
        var resolved = ChainPlan.resolve(
                TOKYO,
                blocks,
                List.of(app(TOKYO, "web", blocks), app(OSAKA, "web", List.of()), app(OTHER, "api", List.of())));
        assertThat(resolved.refusal()).isNull();
        assertThat(resolved.blocks()).containsExactly(List.of(OSAKA));
    }

    @Test
    void aBlockThatMatchesNothingIsRefusedByItsPlace() {
        var blocks = List.of(byName("nowhere"));
        var resolved = ChainPlan.resolve(TOKYO, blocks, List.of(app(TOKYO, "web", blocks)));
        assertThat(resolved.refusal()).startsWith("postSync.chain.applications[0]: name nowhere (expected:");
    }

    @Test
    void labelsNarrowWhatAKindMatches() {
        var matcher = new ChainMatcher("", Platform.KUBERNETES, new TreeMap<>(Map.of("tier", "edge")));
        var edge = new Candidate(OSAKA, "edge", Platform.KUBERNETES, Map.of("tier", "edge", "team", "a"), List.of());
        var core = new Candidate(OTHER, "core", Platform.KUBERNETES, Map.of("tier", "core"), List.of());
        var resolved =
                ChainPlan.resolve(TOKYO, List.of(matcher), List.of(app(TOKYO, "web", List.of(matcher)), edge, core));
        assertThat(resolved.blocks()).containsExactly(List.of(OSAKA));
    }

    @Test
    void aChainThatComesBackToItsStartIsRefusedWithTheWay() {
        var there = List.of(byName("api"));
        var back = List.of(byName("web"));
        var resolved = ChainPlan.resolve(TOKYO, there, List.of(app(TOKYO, "web", there), app(OSAKA, "api", back)));
        assertThat(resolved.refusal()).contains("web → api → web");
    }

    @Test
    void aCycleAmongOthersDoesNotHangTheSearch() {
        var start = List.of(byName("a"));
        var resolved = ChainPlan.resolve(
                TOKYO,
                start,
                List.of(
                        app(TOKYO, "web", start),
                        app(OSAKA, "a", List.of(byName("b"))),
                        app(OTHER, "b", List.of(byName("a")))));
        assertThat(resolved.refusal()).isNull();
    }

    private static ChainMatcher byName(String name) {
        return new ChainMatcher(name, null, new TreeMap<>());
    }

    private static Candidate app(ApplicationId id, String name, List<ChainMatcher> chain) {
        return new Candidate(id, name, Platform.KUBERNETES, Map.of(), chain);
    }

    private static ApplicationId id(int number) {
        return new ApplicationId("00000000-0000-7000-8000-00000000000" + number);
    }
}
