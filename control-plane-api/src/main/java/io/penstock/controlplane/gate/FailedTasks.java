package io.penstock.controlplane.gate;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tasks that the gate itself fails: what no piped can finish goes back to the queue at once, what no retry can
/// mend ends with a sentence.
final class FailedTasks {
    private static final Logger log = LoggerFactory.getLogger(FailedTasks.class);
    private static final Duration AT_ONCE = Durations.fromMillis(1);
    private static final int ATTEMPTS = 4;
    private static final long PAUSE_MILLIS = 250;

    private final Upstream upstream;
    private final Executor executor;
    private final GateMeters meters;

    FailedTasks(Upstream upstream, Executor executor, GateMeters meters) {
        this.upstream = upstream;
        this.executor = executor;
        this.meters = meters;
    }

    /// Gives the task back, without waiting for it.
    void later(Task task, Caller caller, String why) {
        var info = ApplicationFailureInfo.newBuilder().setType("PipedLost").setNextRetryDelay(AT_ONCE);
        var failure = Failure.newBuilder()
                .setSource("penstock-gate")
                .setMessage(task.activityType() + " on " + caller.cluster() + " was not finished by its piped: " + why)
                .setApplicationFailureInfo(info);
        meters.failed("lost");
        executor.execute(() -> Context.ROOT.run(() -> insist(request(task, caller, failure))));
    }

    /// Ends the task with a failure that is not retried.
    void forGood(Task task, Caller caller, String sentence) {
        var info =
                ApplicationFailureInfo.newBuilder().setType("PayloadTooLarge").setNonRetryable(true);
        var failure = Failure.newBuilder()
                .setSource("penstock-gate")
                .setMessage(sentence)
                .setApplicationFailureInfo(info);
        meters.failed("size");
        upstream.call(
                "RespondActivityTaskFailed", stub -> stub.respondActivityTaskFailed(request(task, caller, failure)));
    }

    private RespondActivityTaskFailedRequest request(Task task, Caller caller, Failure.Builder failure) {
        return RespondActivityTaskFailedRequest.newBuilder()
                .setNamespace(upstream.namespace())
                .setTaskToken(task.token())
                .setIdentity(caller.identity())
                .setFailure(failure)
                .build();
    }

    private void insist(RespondActivityTaskFailedRequest request) {
        for (var attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                upstream.call("RespondActivityTaskFailed", stub -> stub.respondActivityTaskFailed(request));
                return;
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                    return;
                }
                log.warn("a lost task could not be given back: {}", e.getStatus());
            }
            pause(attempt * PAUSE_MILLIS);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
