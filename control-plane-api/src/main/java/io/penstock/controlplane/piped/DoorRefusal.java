package io.penstock.controlplane.piped;

/// An answer of the piped door that is not what was asked for.
final class DoorRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    DoorRefusal(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
