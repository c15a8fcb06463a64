package io.penstock.controlplane.error;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// What still comes of a body that is refused as too long. It is read and thrown away, within bounds: a connection
/// closed over unread bytes is reset, and a caller that was still sending never sees why it was refused.
public final class Leftover {
    private static final int LONGEST = 32 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Leftover() {}

    public static void discard(InputStream body) throws IOException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        var piece = new byte[64 << 10];
        var left = LONGEST;
        while (left > 0 && System.nanoTime() < end) {
            var count = body.read(piece);
            if (count < 0) {
                return;
            }
            left -= count;
        }
    }
}
