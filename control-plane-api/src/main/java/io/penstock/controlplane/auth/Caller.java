package io.penstock.controlplane.auth;

import io.penstock.controlplane.error.Refusal;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who made a request: a person with a session, or a program with a key.
///
/// @param principal `person:<uuid>` or `key:<id>`, as it stands in commands
/// @param name of the person or key, for people
/// @param until when the session ends, null for a key
public record Caller(
        String principal, String name, Role role, @Nullable Instant until) implements Principal {
    /// Rights, for `@RolesAllowed`. Without it, safe methods need READ and unsafe ones WRITE.
    public static final String READ = "READ";

    public static final String WRITE = "WRITE";
    public static final String ADMINISTER = "ADMINISTER";

    /// The caller of an authenticated request.
    public static Caller of(SecurityContext security) {
        if (security.getUserPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new Refusal.Unauthenticated();
    }

    /// The id without the word before it.
    public String id() {
        return principal.substring(principal.indexOf(':') + 1);
    }

    public boolean person() {
        return role.personal();
    }

    @Override
    public String getName() {
        return name;
    }
}
