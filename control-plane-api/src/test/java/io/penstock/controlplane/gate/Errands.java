package io.penstock.controlplane.gate;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// A small workflow and its activities, as something that workers can be sent on.
public final class Errands {
    private Errands() {}

    /// @param heartbeatMillis 0 sets no heartbeat timeout
    public record Errand(String queue, String activity, int size, long heartbeatMillis) {}

    @WorkflowInterface
    public interface ErrandWorkflow {
        @WorkflowMethod
        String run(Errand errand);
    }

    /// Runs one activity and answers its result, or `type: sentence` of its failure.
    public static final class ErrandWorkflowImpl implements ErrandWorkflow {
        @Override
        public String run(Errand errand) {
            var options = ActivityOptions.newBuilder()
                    .setTaskQueue(errand.queue())
                    .setStartToCloseTimeout(Duration.ofSeconds(90))
                    .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                    .setRetryOptions(
                            RetryOptions.newBuilder().setMaximumAttempts(20).build());
            if (errand.heartbeatMillis() > 0) {
                options.setHeartbeatTimeout(Duration.ofMillis(errand.heartbeatMillis()));
            }
            try {
                var activity = Workflow.newUntypedActivityStub(options.build());
                return activity.execute(errand.activity(), String.class, errand.size());
            } catch (ActivityFailure e) {
                return switch (e.getCause()) {
                    case ApplicationFailure failure -> failure.getType() + ": " + failure.getOriginalMessage();
                    case null, default -> String.valueOf(e.getCause());
                };
            }
        }
    }

    @ActivityInterface
    public interface ErrandActivities {
        @ActivityMethod(name = "test.echo")
        String echo(int size);

        /// The first attempt waits, with heartbeats, until its end; later ones answer at once.
        @ActivityMethod(name = "test.hold")
        String hold(int size);

        @ActivityMethod(name = "test.fail")
        String fail(int size);

        @ActivityMethod(name = "test.beat")
        String beat(int size);
    }

    /// Answers in its name.
    public static final class ErrandActivitiesImpl implements ErrandActivities {
        private final String name;
        private final @Nullable Semaphore held;

        ErrandActivitiesImpl(String name, @Nullable Semaphore held) {
            this.name = name;
            this.held = held;
        }

        @Override
        public String echo(int size) {
            return name + "x".repeat(size);
        }

        @Override
        public String hold(int size) {
            var context = Activity.getExecutionContext();
            if (context.getInfo().getAttempt() > 1) {
                return name + " at attempt " + context.getInfo().getAttempt();
            }
            if (held != null && size == 0) {
                held.release();
            }
            while (true) {
                try {
                    context.heartbeat("held");
                    Thread.sleep(100);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                } catch (ActivityCompletionException e) {
                    throw e;
                }
            }
        }

        @Override
        public String fail(int size) {
            throw ApplicationFailure.newNonRetryableFailure("x".repeat(size), "Broken");
        }

        @Override
        public String beat(int size) {
            Activity.getExecutionContext().heartbeat("x".repeat(size));
            return hold(size);
        }
    }
}
