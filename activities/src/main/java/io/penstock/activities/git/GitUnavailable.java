package io.penstock.activities.git;

import org.jspecify.annotations.Nullable;

/// The repository could not be reached or read just now; weather, so whoever sees it tries again.
public final class GitUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    GitUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
