package io.penstock.controlplane.auth;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.controlplane.error.Refusal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AttemptsTest {
    private static final String HERE = "192.0.2.1";

    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final Attempts attempts = new Attempts(() -> now);

    @Test
    void aNameIsTriedFiveTimesAtOnceFromOneAddressAndThenOnceInSixSeconds() {
        for (var i = 0; i < 5; i++) {
            taken("ada", HERE);
        }
        refused("ada", HERE);
        now = now.plus(Duration.ofSeconds(6));
        taken("ada", HERE);
        refused("ada", HERE);
    }

    @Test
    void whoSignedInIsNotHeldBackByWhatWasMistypedBefore() {
        for (var i = 0; i < 5; i++) {
            taken("ada", HERE);
        }
        attempts.succeeded("ada", HERE);
        taken("ada", HERE);
    }

    @Test
    void anAddressThatTriesNameAfterNameIsHeldBackAndOthersAreNot() {
        for (var i = 0; i < 30; i++) {
            taken("name " + i, HERE);
        }
        refused("name 30", HERE);
        taken("name 30", "192.0.2.2");
    }

    @Test
    void aNameThatIsTriedFromAddressAfterAddressIsHeldBackEverywhereAndOthersAreNot() {
        for (var i = 0; i < 50; i++) {
            taken("ada", "192.0.2." + i);
        }
        refused("ada", "198.51.100.1");
        taken("bob", "198.51.100.1");
    }

    @Test
    void whoIsHeldBackStaysSoWhileThousandsOfOthersTry() {
        for (var i = 0; i < 5; i++) {
            taken("ada", HERE);
        }
        for (var i = 0; i < 3_400; i++) {
            taken("name " + i, "address " + i);
        }
        refused("ada", HERE);
    }

    private void taken(String name, String address) {
        assertThatCode(() -> attempts.count(name, address)).doesNotThrowAnyException();
    }

    private void refused(String name, String address) {
        assertThatThrownBy(() -> attempts.count(name, address)).isInstanceOf(Refusal.TooMany.class);
    }
}
