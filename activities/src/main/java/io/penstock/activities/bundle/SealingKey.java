package io.penstock.activities.bundle;

import java.util.Arrays;

/// A symmetric key that only the pipeds of one cluster hold.
///
/// @param id names the key inside bundles; not secret
/// @param secret 32 bytes
public record SealingKey(String id, byte[] secret) {
    private static final int LENGTH = 32;

    public SealingKey {
        if (id.isBlank()) {
            throw new IllegalArgumentException("sealing.keys.id: it is empty (expected: a name for the key)");
        }
        if (secret.length != LENGTH) {
            throw new IllegalArgumentException(
                    "sealing.keys." + id + ": " + secret.length + " bytes (expected: " + LENGTH + ", in base64)");
        }
        secret = secret.clone();
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealingKey key && id.equals(key.id) && Arrays.equals(secret, key.secret);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "SealingKey[" + id + "]";
    }
}
