package io.penstock.activities.kubernetes;

/// The API server could not be reached, or did not answer in time.
final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
