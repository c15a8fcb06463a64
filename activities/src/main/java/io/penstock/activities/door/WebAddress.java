package io.penstock.activities.door;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;

/// Where the control plane listens; plain http is for this machine only, because the piped's key goes over it.
public record WebAddress(URI uri) {
    public WebAddress {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        var host = uri.getHost();
        if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException("webAddress: " + uri + " (expected: https://HOST[:PORT])");
        }
        if (scheme.equals("http") && !loopback(host)) {
            throw new IllegalArgumentException(
                    "webAddress: " + uri + " (expected: https, since plain http is for loopback only)");
        }
    }

    /// Reads an address as a person writes it.
    public static WebAddress parse(String text) {
        try {
            return new WebAddress(URI.create(text.strip().replaceAll("/+$", "")));
        } catch (IllegalArgumentException e) {
            if (e.getMessage() != null && e.getMessage().startsWith("webAddress")) {
                throw e;
            }
            throw new IllegalArgumentException("webAddress: " + text + " (expected: https://HOST[:PORT])", e);
        }
    }

    /// Whether a host names this machine alone.
    public static boolean loopback(String host) {
        try {
            for (var address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException _) {
            return false;
        }
    }

    URI resolve(String path) {
        return URI.create(uri + path);
    }
}
