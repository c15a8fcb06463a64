package io.penstock.piped;

import io.penstock.activities.door.Redactor;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.FailureConverter;
import io.temporal.failure.DefaultFailureConverter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Failures as they leave the piped: redacted, of bounded length, with a short stack trace.
final class RedactedFailures implements FailureConverter {
    private static final Logger log = LoggerFactory.getLogger(RedactedFailures.class);
    private static final int MESSAGE = 4_000;
    private static final int SHOWN = 300;
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
        var failure = clean(plain.exceptionToFailure(throwable, converter), CAUSES);
        // said here, because the SDK would log it with whatever it holds
        log.info("an activity ended with: {}", shown(failure.getMessage(), SHOWN));
        return failure;
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
