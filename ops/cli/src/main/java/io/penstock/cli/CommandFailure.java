package io.penstock.cli;

/// Why a command ends with another code than 0; its message is for the person who typed it.
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Exit exit;

    public CommandFailure(Exit exit, String message) {
        super(message);
        this.exit = exit;
    }

    public Exit exit() {
        return exit;
    }
}
