package io.penstock.controlplane.auth;

import io.penstock.controlplane.error.Refusal;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether a request comes from one of our own pages, and means this installation.
final class Origin {
    /// Any value: a page elsewhere cannot send the header without being asked for first.
    static final String OWN_HEADER = "X-Penstock-Request";

    private final List<String> hosts;

    Origin(List<String> hosts) {
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    /// Refuses a request whose `Host` is another's, so that a name that was bent to our address gets nowhere.
    void checkHost(MultivaluedMap<String, String> headers) {
        var host = headers.getFirst(HttpHeaders.HOST);
        if (host == null || !hosts.contains(withoutPort(host).toLowerCase(Locale.ROOT))) {
            throw new Refusal.Misdirected("Host: this installation is not reached under this name (expected: one of "
                    + String.join(", ", hosts) + ")");
        }
    }

    /// Refuses an unsafe request that a page of another origin makes.
    static void checkSame(MultivaluedMap<String, String> headers) {
        var origin = headers.getFirst("Origin");
        if (origin != null && !authority(origin).equalsIgnoreCase(headers.getFirst(HttpHeaders.HOST))) {
            throw new Refusal.Forbidden();
        }
        var site = headers.getFirst("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw new Refusal.Forbidden();
        }
    }

    static void checkOwnHeader(MultivaluedMap<String, String> headers) {
        if (headers.getFirst(OWN_HEADER) == null) {
            throw new Refusal.Forbidden(OWN_HEADER + ": missing (expected: any value, where a session is used)");
        }
    }

    private static String authority(String origin) {
        try {
            @Nullable String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String withoutPort(String host) {
        var colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
