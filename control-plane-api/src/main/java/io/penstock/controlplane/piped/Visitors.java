package io.penstock.controlplane.piped;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/// Who may enter the piped door: pipeds that are enabled, by a key that is good, within their quota.
final class Visitors {
    private static final String BEARER = "Bearer ";
    private static final int WRONG_KEYS = 20;
    private static final int CALLS_PER_SECOND = 500;

    private final PipedKeys keys;
    private final Quota attempts = new Quota(WRONG_KEYS, 1);
    private final Quota calls = new Quota(4 * CALLS_PER_SECOND, CALLS_PER_SECOND);

    Visitors(PipedKeys keys) {
        this.keys = keys;
    }

    /// Whose call this is.
    PipedKeys.Owner admit(HttpServletRequest request) {
        var address = String.valueOf(request.getRemoteAddr());
        var secret = secret(request);
        if (!attempts.left(address) && (secret == null || !keys.remembers(secret))) {
            throw new DoorRefusal(429, "Too many wrong keys from " + address + ".");
        }
        var owner = secret == null ? null : keys.owner(secret);
        if (owner == null) {
            attempts.take(address);
            throw new DoorRefusal(401, "piped key: not known (expected: authorization: Bearer <key>)");
        }
        switch (owner.standing()) {
            case REVOKED -> throw new DoorRefusal(401, "piped key: revoked (expected: a newer one)");
            case DISABLED -> throw new DoorRefusal(403, "piped " + owner.piped() + ": disabled");
            case WELCOME -> {}
        }
        if (!calls.take(owner.cluster())) {
            throw new DoorRefusal(429, "Too many calls of cluster " + owner.cluster() + ".");
        }
        return owner;
    }

    /// Whether who was admitted with the request would be admitted now.
    boolean stillWelcome(String secret) {
        var owner = keys.ownerNow(secret);
        return owner != null && owner.welcome();
    }

    static @Nullable String secret(HttpServletRequest request) {
        var authorization = request.getHeader("authorization");
        return authorization == null || !authorization.startsWith(BEARER)
                ? null
                : authorization.substring(BEARER.length()).strip();
    }
}
