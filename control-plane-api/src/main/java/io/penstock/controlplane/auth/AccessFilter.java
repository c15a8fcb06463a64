package io.penstock.controlplane.auth;

import io.penstock.controlplane.error.Refusal;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Set;

/// Stands before every resource of the API: the right host, the right origin, a known caller, a right to write.
@Priority(Priorities.AUTHENTICATION)
public final class AccessFilter implements ContainerRequestFilter {
    static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final String SESSION = "v1/session";
    private static final String DESCRIPTION = "openapi.json";

    private final Callers callers;
    private final Origin origin;

    /// @param webAddress where people reach the installation; its host is one of ours
    public AccessFilter(Callers callers, AuthConfig config, URI webAddress) {
        this.callers = callers;
        var hosts = new ArrayList<>(config.hostNames());
        if (webAddress.getHost() != null) {
            hosts.add(webAddress.getHost());
        }
        this.origin = new Origin(hosts);
    }

    static Callers.Credentials credentials(ContainerRequestContext request) {
        var cookie = request.getCookies().get(Callers.COOKIE);
        return new Callers.Credentials(
                request.getHeaderString(HttpHeaders.AUTHORIZATION), cookie == null ? null : cookie.getValue());
    }

    @Override
    public void filter(ContainerRequestContext request) {
        // As resources are matched, not as the address was written: whatever reaches a resource passes here.
        var path = request.getUriInfo().getPath();
        origin.checkHost(request.getHeaders());
        if (path.equals(DESCRIPTION)) {
            return;
        }
        var unsafe = !SAFE.contains(request.getMethod());
        var byKey = request.getHeaderString(HttpHeaders.AUTHORIZATION) != null;
        if (unsafe && !byKey) {
            Origin.checkSame(request.getHeaders());
        }
        if (path.equals(SESSION) && request.getMethod().equals("POST")) {
            return;
        }
        var caller = callers.caller(credentials(request)).orElseThrow(Refusal.Unauthenticated::new);
        if (unsafe && !byKey) {
            Origin.checkOwnHeader(request.getHeaders());
        }
        if (unsafe && !path.equals(SESSION) && !caller.role().may(Caller.WRITE)) {
            throw new Refusal.Forbidden();
        }
        request.setSecurityContext(
                new Known(caller, request.getSecurityContext().isSecure()));
    }

    private record Known(Caller caller, boolean secure) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String right) {
            return caller.role().may(right);
        }

        @Override
        public boolean isSecure() {
            return secure;
        }

        @Override
        public String getAuthenticationScheme() {
            return caller.person() ? "session" : "key";
        }
    }
}
