package io.penstock.workflows.deployment;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/// The time limits of everything that workflows call; a death is noticed in seconds, weather is waited out for
/// hours.
public final class Options {
    /// How long Git, an API server or the network may be away before a stage fails.
    public static final Duration WEATHER = Duration.ofHours(2);
    /// How long a rollback tries.
    public static final Duration ROLLBACK = Duration.ofHours(2);
    /// A piped that does not heartbeat for so long has lost its task.
    public static final Duration HEARTBEAT = Duration.ofSeconds(5);
    /// Workflow tasks are taken over after so long.
    public static final Duration WORKFLOW_TASK = Duration.ofSeconds(5);

    /// How long what is parked waits before it looks again, when nobody tells it to.
    public static final Duration PARKED = Duration.ofSeconds(30);
    private static final Duration PARKED_AT_MOST = Duration.ofMinutes(10);

    private static final RetryOptions RETRY = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofMillis(500))
            .setBackoffCoefficient(2)
            .setMaximumInterval(Duration.ofSeconds(10))
            .build();

    private Options() {}

    /// How long what is parked waits the next time.
    public static Duration parkedLonger(Duration pause) {
        var longer = pause.multipliedBy(2);
        return longer.compareTo(PARKED_AT_MOST) < 0 ? longer : PARKED_AT_MOST;
    }

    /// A short or long piece of work on a cluster.
    ///
    /// @param attempt how long one attempt may take
    /// @param total how long all attempts together may take
    public static ActivityOptions cluster(String queue, Duration attempt, Duration total, String summary) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(queue)
                .setStartToCloseTimeout(attempt.compareTo(total) < 0 ? attempt : total)
                .setScheduleToCloseTimeout(total)
                .setHeartbeatTimeout(HEARTBEAT)
                .setRetryOptions(RETRY)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setSummary(summary)
                .build();
    }

    /// A read or write of the control plane's database: retried until the database is back.
    public static LocalActivityOptions record() {
        return LocalActivityOptions.newBuilder()
                .setScheduleToCloseTimeout(Duration.ofDays(14))
                .setStartToCloseTimeout(Duration.ofSeconds(2))
                .setLocalRetryThreshold(Duration.ofSeconds(1))
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofMillis(100))
                        .setBackoffCoefficient(2)
                        .setMaximumInterval(Duration.ofSeconds(5))
                        .build())
                .build();
    }
}
