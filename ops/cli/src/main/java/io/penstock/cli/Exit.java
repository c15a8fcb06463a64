package io.penstock.cli;

/// The exit codes of the command line, which people script against.
public enum Exit {
    DONE(0),
    NO(1),
    USAGE(2),
    NOT_ALLOWED(3),
    NOT_FOUND(4),
    NOT_REACHABLE(5),
    TIMED_OUT(6);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
