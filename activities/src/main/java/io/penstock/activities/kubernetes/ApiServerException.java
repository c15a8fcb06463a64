package io.penstock.activities.kubernetes;

import java.util.Set;

/// The API server's answer to a request that it did not carry out, in its own words.
final class ApiServerException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Set<Integer> WEATHER = Set.of(401, 408, 409, 429);

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
        return spoken && (isMistyped() || (status >= 400 && status < 500 && !WEATHER.contains(status)));
    }

    /// A server-side apply whose object does not fit its schema is answered with 500, though it will never fit.
    private boolean isMistyped() {
        var message = String.valueOf(getMessage());
        return message.startsWith("failed to create typed patch object")
                || message.startsWith("failed to convert new object");
    }
}
