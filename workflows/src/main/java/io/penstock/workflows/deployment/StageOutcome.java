package io.penstock.workflows.deployment;

import io.penstock.workflows.Failures;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;

/// How a stage ended; a failure is a value.
public sealed interface StageOutcome {
    /// The stage did its work.
    record Succeeded() implements StageOutcome {}

    /// The application, its cluster or a person said no.
    record Failed(String reason) implements StageOutcome {}

    /// A newer deployment already wrote to the cluster, so nothing may be undone.
    record Overtaken(String reason) implements StageOutcome {}

    /// The outcome that an activity's failure stands for; a cancellation is none and goes on as it is.
    static StageOutcome of(ActivityFailure failure) {
        if (failure.getCause() instanceof CanceledFailure) {
            throw failure;
        }
        if (failure.getCause() instanceof TimeoutFailure timeout) {
            return new Failed("no answer in time: " + failure.getActivityType() + " ("
                    + switch (timeout.getTimeoutType()) {
                        case TIMEOUT_TYPE_SCHEDULE_TO_START, TIMEOUT_TYPE_SCHEDULE_TO_CLOSE ->
                            "no piped ended it in the time that the stage has";
                        default -> "the piped did not end it in time";
                    }
                    + ")");
        }
        var sentence = Failures.sentence(failure);
        return Failures.FENCED.equals(Failures.type(failure)) ? new Overtaken(sentence) : new Failed(sentence);
    }
}
