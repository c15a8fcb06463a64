package io.penstock.activities.door;

import org.jspecify.annotations.Nullable;

/// The control plane did not answer, or said that it cannot just now; weather, so whoever sees it tries again.
public final class DoorAway extends RuntimeException {
    private static final long serialVersionUID = 1;

    DoorAway(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
