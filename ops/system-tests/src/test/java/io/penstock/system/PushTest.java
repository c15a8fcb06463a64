package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Pushes that come while another is under way: the newest wins, and each one's end is recorded.
@Order(7)
@Timeout(200)
@ExtendWith(SharedInstallation.class)
class PushTest {
    private final Installation it;
    private final Web web;

    PushTest(Installation it) {
        this.it = it;
        this.web = new Web(it);
    }

    @BeforeEach
    void settle() {
        web.settle();
    }

    @Test
    void whatIsPushedWhileOneRunsWaitsForItAndIsSupersededByWhatIsNewer() {
        var first = web.push("nginx:1.80-alpine");
        var running = it.waiting(Web.TOKYO, first);
        var second = web.push("nginx:1.81-alpine");
        it.hindered(Web.TOKYO, second, "an earlier deployment of web is in progress");
        var third = web.push("nginx:1.82-alpine");
        var newest = it.hindered(Web.TOKYO, third, "an earlier deployment of web is in progress");
        web.approve(running);
        assertThat(it.ended(Web.TOKYO, first).path("status").asText()).isEqualTo("SUCCEEDED");
        var superseded = it.ended(Web.TOKYO, second);
        assertThat(superseded.path("status").asText()).isEqualTo("SUPERSEDED");
        assertThat(superseded.path("statusReason").asText())
                .contains("superseded by " + newest.path("id").asText());
        assertThat(superseded.path("stages")).isEmpty();
        web.approve(it.waiting(Web.TOKYO, third));
        assertThat(it.ended(Web.TOKYO, third).path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(it.ended(Web.OSAKA, third).path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(it.image("osaka", "web")).isEqualTo("nginx:1.82-alpine");
    }

    @Test
    void ofTwoQuickPushesTheSecondIsWhatRunsInTheEnd() {
        var first = port(8101);
        var second = port(8102);
        for (var cluster : new String[] {"tokyo", "osaka"}) {
            assertThat(it.ended("hello@" + cluster, second).path("status").asText())
                    .isEqualTo("SUCCEEDED");
            assertThat(livePort(cluster)).isEqualTo(8102);
            var earlier = it.deployment("hello@" + cluster, first);
            if (earlier != null) {
                assertThat(earlier.path("status").asText()).isIn("SUCCEEDED", "SUPERSEDED");
            }
        }
    }

    @Test
    void aBranchThatIsForcedBackTakesTheClustersBack() {
        var first = port(8201);
        var there = it.ended("hello@tokyo", first);
        var second = port(8202);
        it.ended("hello@tokyo", second);
        it.ended("hello@osaka", second);
        new Branch(it).forceBackTo(first);
        for (var cluster : new String[] {"tokyo", "osaka"}) {
            it.await("hello@" + cluster + " is back", () -> {
                var newest = it.deployments("hello@" + cluster).path(0);
                return newest.at("/commit/hash").asText().equals(first) && newest.hasNonNull("finishedAt")
                        ? newest
                        : null;
            });
            assertThat(livePort(cluster)).isEqualTo(8201);
        }
        var again = it.ended("hello@tokyo", first);
        assertThat(again.path("id")).isNotEqualTo(there.path("id"));
        assertThat(again.path("status").asText()).isEqualTo("SUCCEEDED");
    }

    private String port(int port) {
        var file = "hello/service.yaml";
        return it.sample().commit("Port " + port, Map.of(file, web.read(file).replaceAll("port: .*", "port: " + port)));
    }

    private int livePort(String cluster) {
        return it.objects(cluster, "get", "service", "hello")
                .at("/spec/ports/0/port")
                .asInt();
    }
}
