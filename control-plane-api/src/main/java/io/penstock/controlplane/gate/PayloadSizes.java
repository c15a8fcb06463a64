package io.penstock.controlplane.gate;

import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import org.jspecify.annotations.Nullable;

/// How large what a piped sends into histories may be.
record PayloadSizes(int maximum) {
    private static final int MESSAGE_CHARACTERS = 2_000;

    boolean exceeded(@Nullable Payloads payloads) {
        return payloads != null && payloads.getSerializedSize() > maximum;
    }

    /// The payloads, or null when they are too large to be worth keeping.
    @Nullable
    Payloads bounded(Payloads payloads) {
        return exceeded(payloads) ? null : payloads;
    }

    String sentence(String what, Task task, @Nullable Payloads payloads) {
        return what + " of " + task.activityType() + ": " + (payloads == null ? 0 : payloads.getSerializedSize())
                + " bytes (expected: at most " + maximum + ")";
    }

    /// The failure, without details, causes and stack trace when it is too large; type and retrying stay.
    Failure shortened(Failure failure) {
        var size = failure.getSerializedSize();
        if (size <= maximum) {
            return failure;
        }
        var message = failure.getMessage();
        var start = message.length() <= MESSAGE_CHARACTERS ? message : message.substring(0, MESSAGE_CHARACTERS) + "…";
        var known = failure.getApplicationFailureInfo();
        var type = known.getType().length() <= MESSAGE_CHARACTERS ? known.getType() : "";
        var info = ApplicationFailureInfo.newBuilder()
                .setType(type)
                .setNonRetryable(known.getNonRetryable())
                .setCategory(known.getCategory());
        if (known.hasNextRetryDelay()) {
            info.setNextRetryDelay(known.getNextRetryDelay());
        }
        return Failure.newBuilder()
                .setSource("penstock-gate")
                .setMessage(start + " (shortened: it had " + size + " bytes)")
                .setApplicationFailureInfo(info)
                .build();
    }
}
