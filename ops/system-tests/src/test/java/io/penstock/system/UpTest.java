package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.local.PartState;
import io.penstock.local.PartStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What `up` says and does, and that doing it again changes nothing.
@Order(1)
@Timeout(400)
@ExtendWith(SharedInstallation.class)
class UpTest {
    private final Installation it;

    UpTest(Installation it) {
        this.it = it;
    }

    @Test
    void endsWithAddressesAndThreeThingsToTryAndACanaryThatWaits() {
        var head = it.sample().head();
        assertThat(it.said())
                .contains("Penstock is up", it.stack().controlPlaneFiles().url(), "Three things to try")
                .contains("deployment approve "
                        + it.waiting("web@tokyo", head).path("id").asText());
        assertThat(it.objects("tokyo", "get", "deployment", "web-canary")
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(1);
        assertThat(it.image("tokyo", "web")).isEqualTo("nginx:1.27-alpine");
        assertThat(it.image("tokyo", "web-canary")).isEqualTo("nginx:1.28-alpine");
        assertThat(it.penstock(0, "status", "-o", "json")).doesNotContain("DEAD", "STARTING");
    }

    @Test
    void aSecondUpTakesSecondsAndFindsEverythingAsItWas() {
        var before = it.stack().status().stream().map(PartStatus::pid).toList();
        var objects = it.objects("tokyo", "get", "deployments,services,pods");
        var begun = Instant.now();
        it.up();
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
        assertThat(it.stack().status())
                .allMatch(part -> part.state() == PartState.RUNNING)
                .extracting(PartStatus::pid)
                .isEqualTo(before);
        assertThat(it.objects("tokyo", "get", "deployments,services,pods")).isEqualTo(objects);
    }

    @Test
    void afterDownItGoesOnWhereItWas() {
        var head = it.sample().head();
        var waiting = it.waiting("web@tokyo", head);
        assertThat(it.penstock(0, "down")).containsPattern("stopping control-plane: stopped \\(\\d\\.\\d s\\)");
        assertThat(it.stack().status()).allMatch(part -> part.state() == PartState.STOPPED);
        it.up();
        var again = it.waiting("web@tokyo", head);
        assertThat(again.path("id")).isEqualTo(waiting.path("id"));
        assertThat(again.path("stages")).isEqualTo(waiting.path("stages"));
        assertThat(it.deployments("web@tokyo")).hasSize(2);
    }
}
