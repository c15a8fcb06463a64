package io.penstock.activities.kubernetes;

/// The API server's answer to a request that it did not carry out, in its own words.
final class ApiServerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String reason;
    private final boolean spoken;

    /// @param spoken whether the API server itself answered, not something on the way to it
    ApiServerException(int status, String reason, String message, boolean spoken) {
        super(message);
        this.status = status;
        this.reason = reason;
        this.spoken = spoken;
    }

    int status() {
        return status;
    }

    /// The object is not there.
    boolean isNotFound() {
        return status == 404 && spoken;
    }

    /// Somebody else wrote in between, or a precondition does not hold.
    boolean isConflict() {
        return status == 409 && spoken;
    }

    /// The version from which a watch was to go on is forgotten.
    boolean isGone() {
        return status == 410 || "Expired".equals(reason);
    }

    /// The server understood and says no: only a changed object, or changed rights, can mend it.
    boolean isRefusal() {
        return spoken
                && status >= 400
                && status < 500
                && status != 401
                && status != 408
                && status != 409
                && status != 429;
    }
}
