package io.penstock.activities.bundle;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// A symmetric key that only the pipeds of one cluster hold.
///
/// @param id names the key inside bundles; not secret
public record SealingKey(String id, SecretKey secret) {
    private static final int LENGTH = 32;

    public SealingKey {
        if (id.isBlank()) {
            throw new IllegalArgumentException("sealing.keys.id: it is empty (expected: a name for the key)");
        }
    }

    /// A key from its 32 bytes.
    public static SealingKey of(String id, byte[] secret) {
        if (secret.length != LENGTH) {
            throw new IllegalArgumentException(
                    "sealing.keys." + id + ": " + secret.length + " bytes (expected: " + LENGTH + ", in base64)");
        }
        return new SealingKey(id, new SecretKeySpec(secret, "AES"));
    }

    @Override
    public String toString() {
        return "SealingKey[" + id + "]";
    }
}
