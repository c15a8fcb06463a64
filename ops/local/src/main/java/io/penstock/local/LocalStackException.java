package io.penstock.local;

import org.jspecify.annotations.Nullable;

/// The local stack cannot do what was asked; the message is a sentence for the person who asked.
public final class LocalStackException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LocalStackException(String message) {
        super(message);
    }

    public LocalStackException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
