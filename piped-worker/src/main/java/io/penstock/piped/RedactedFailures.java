package io.penstock.piped;

import io.penstock.activities.door.Redactor;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.FailureConverter;
import io.temporal.failure.DefaultFailureConverter;

/// Failures as they leave the piped: redacted, of bounded length, with a short stack trace.
final class RedactedFailures implements FailureConverter {
    private static final int MESSAGE = 4_000;
    private static final int TRACE = 2_000;
    private static final int CAUSES = 5;

    private final FailureConverter plain = new DefaultFailureConverter();
    private final Redactor redactor;

    RedactedFailures(Redactor redactor) {
        this.redactor = redactor;
    }

    @Override
    public RuntimeException failureToException(Failure failure, DataConverter converter) {
        return plain.failureToException(failure, converter);
    }

    @Override
    public Failure exceptionToFailure(Throwable throwable, DataConverter converter) {
        return clean(plain.exceptionToFailure(throwable, converter), CAUSES);
    }

    private Failure clean(Failure failure, int causes) {
        var clean = failure.toBuilder()
                .setMessage(shown(failure.getMessage(), MESSAGE))
                .setStackTrace(shown(failure.getStackTrace(), TRACE));
        if (failure.hasCause()) {
            if (causes == 0) {
                clean.clearCause();
            } else {
                clean.setCause(clean(failure.getCause(), causes - 1));
            }
        }
        return clean.build();
    }

    private String shown(String text, int length) {
        var redacted = redactor.redact(text);
        return redacted.length() > length ? redacted.substring(0, length) + "…" : redacted;
    }
}
