package io.penstock.controlplane;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.UUID;

/// New identities: UUIDs that sort by time, and UUIDs that follow from names.
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final UUID SPACE = UUID.fromString("6c1d35e6-2f0e-5b8a-9d0b-1d7f5a3a7c11");

    private Ids() {}

    /// A UUIDv7: its first 48 bits are the time in milliseconds.
    public static UUID fresh() {
        var random = new byte[16];
        RANDOM.nextBytes(random);
        var bits = ByteBuffer.wrap(random);
        var high = (System.currentTimeMillis() << 16) | 0x7000 | (bits.getShort(6) & 0x0fff);
        return new UUID(high, (bits.getLong(8) >>> 2) | 0x8000_0000_0000_0000L);
    }

    /// A UUIDv5: the same parts give the same identity.
    public static UUID named(Object... parts) {
        var name = new StringBuilder();
        for (var part : parts) {
            name.append(part).append('\n');
        }
        var digest = sha1();
        digest.update(ByteBuffer.allocate(16)
                .putLong(SPACE.getMostSignificantBits())
                .putLong(SPACE.getLeastSignificantBits())
                .array());
        var hash = ByteBuffer.wrap(digest.digest(name.toString().getBytes(StandardCharsets.UTF_8)));
        var high = (hash.getLong(0) & ~0xf000L) | 0x5000L;
        var low = (hash.getLong(8) >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
