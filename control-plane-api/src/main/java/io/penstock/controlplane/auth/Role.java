package io.penstock.controlplane.auth;

/// What a person (the first three) or an API key (the last two) may do.
public enum Role {
    ADMIN,
    EDITOR,
    VIEWER,
    READ_WRITE,
    READ_ONLY;

    /// Whether the role has a right; keys that may write are made by administrators only and may do as they do.
    public boolean may(String right) {
        return switch (this) {
            case ADMIN, READ_WRITE -> true;
            case EDITOR -> !right.equals(Caller.ADMINISTER);
            case VIEWER, READ_ONLY -> right.equals(Caller.READ);
        };
    }

    /// Whether people have it, not keys.
    boolean personal() {
        return switch (this) {
            case ADMIN, EDITOR, VIEWER -> true;
            case READ_WRITE, READ_ONLY -> false;
        };
    }
}
