package io.penstock.activities.kubernetes;

import org.jspecify.annotations.Nullable;

/// The API server could not be reached, or did not answer in time.
final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
