package io.penstock.controlplane.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PasswordsTest {
    @Test
    void takesWhatWillFit() {
        var longest = "p".repeat(512);
        assertThat(Passwords.taken(longest)).isTrue();
        assertThat(Passwords.fits(longest, Passwords.hash(longest))).isTrue();
        assertThat(Passwords.taken(longest + "p")).isFalse();
        assertThat(Passwords.taken("p".repeat(9))).isFalse();
        assertThat(Passwords.taken("p".repeat(10))).isTrue();
    }

    @Test
    void makesAHashInASlotOnly() throws InterruptedException {
        Passwords.SLOTS.acquire(2);
        var hash = CompletableFuture.supplyAsync(() -> Passwords.hash("a password"));
        try {
            await().until(Passwords.SLOTS::hasQueuedThreads);
            assertThat(hash).isNotDone();
        } finally {
            Passwords.SLOTS.release(2);
        }
        assertThat(Passwords.fits("a password", hash.join())).isTrue();
    }
}
