package io.penstock.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeartbeatTest {
    private static final ActivityOptions OPTIONS = ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofMinutes(1))
            .setHeartbeatTimeout(Duration.ofSeconds(5))
            .build();

    private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @ActivityInterface
    public interface Chores {
        String quick();

        void failing();

        void endless();
    }

    private final class ChoresImpl implements Chores {
        @Override
        public String quick() {
            return Heartbeat.during(() -> "done");
        }

        @Override
        public void failing() {
            Heartbeat.during(() -> {
                throw new IOException("the disk is full");
            });
        }

        @Override
        public void endless() {
            Heartbeat.during(() -> {
                try {
                    Thread.sleep(Duration.ofMinutes(1));
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
                return "never";
            });
        }
    }

    @AfterEach
    void end() {
        environment.close();
    }

    @Test
    void theWorksResultAndItsFailureComeThrough() {
        environment.registerActivitiesImplementations(new ChoresImpl());
        var chores = environment.newActivityStub(Chores.class, OPTIONS);
        assertThat(chores.quick()).isEqualTo("done");
        assertThatThrownBy(chores::failing).hasStackTraceContaining("the disk is full");
    }

    @Test
    void beatsWhileTheWorkGoesOnAndInterruptsItWhenCancelled() throws InterruptedException {
        var beats = new AtomicInteger();
        environment.setActivityHeartbeatListener(Void.class, _ -> {
            if (beats.incrementAndGet() == 3) {
                environment.requestCancelActivity();
            }
        });
        environment.registerActivitiesImplementations(new ChoresImpl());
        var chores = environment.newActivityStub(Chores.class, OPTIONS);
        assertThatThrownBy(chores::endless).isNotNull();
        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(beats.get()).isGreaterThanOrEqualTo(3);
    }
}
