package io.penstock.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RoundsTest {
    @Test
    void goesOnAfterWhatARoundThrows() throws InterruptedException {
        var third = new CountDownLatch(3);
        var rounds = new Rounds("throwing", Duration.ofMillis(1), () -> {
            third.countDown();
            throw new IllegalStateException("round " + third.getCount());
        });
        rounds.start();
        assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
        rounds.stop();
    }

    @Test
    void stopsAtOnceInTheMidstOfARound() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var rounds = new AtomicInteger();
        var endless = new Rounds("endless", Duration.ofMillis(1), () -> {
            rounds.incrementAndGet();
            begun.countDown();
            try {
                Thread.sleep(Duration.ofHours(1));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                ended.countDown();
            }
        });
        endless.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        endless.stop();
        assertThat(ended.await(1, TimeUnit.SECONDS)).isTrue();
        assertThat(rounds).hasValue(1);
    }
}
