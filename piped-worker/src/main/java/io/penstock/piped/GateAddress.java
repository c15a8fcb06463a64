package io.penstock.piped;

import io.penstock.activities.door.WebAddress;

/// Where the gate listens, and whether that is this machine, which alone may be spoken to in plain text.
record GateAddress(String target, boolean loopback) {
    static GateAddress parse(String text) {
        var target = text.strip().replaceAll("^https?://|/+$", "");
        var colon = target.lastIndexOf(':');
        var port = colon < 0 ? "" : target.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("apiAddress: " + text + " (expected: HOST:PORT)");
        }
        var host = target.substring(0, colon).replaceAll("^\\[|]$", "");
        return new GateAddress(target, WebAddress.loopback(host));
    }

    /// Where hello is said when the file has no web address, as PipeCD's has not.
    WebAddress web() {
        return WebAddress.parse((loopback ? "http://" : "https://") + target);
    }
}
