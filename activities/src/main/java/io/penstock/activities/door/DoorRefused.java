package io.penstock.activities.door;

/// The control plane said no, and would say it again.
public final class DoorRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    DoorRefused(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }

    /// Whether the piped's key is unknown, revoked or not allowed here.
    public boolean revoked() {
        return status == 401 || status == 403;
    }
}
