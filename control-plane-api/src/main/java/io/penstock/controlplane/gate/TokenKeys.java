package io.penstock.controlplane.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The keys that seal task tokens: the first seals, all open. To change the key, first add the new one below
/// the old one at every replica, then move it to the top, then remove the old one when no task from before is
/// open.
final class TokenKeys {
    private static final int KEY_BYTES = 32;

    private final Map<Integer, SecretKeySpec> keys = new LinkedHashMap<>();
    private final int sealing;

    private TokenKeys(Iterable<String> lines) {
        for (var line : lines) {
            if (!line.isBlank()) {
                var key = parse(line.strip());
                keys.put(id(key), new SecretKeySpec(key, "AES"));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("token keys: none (expected: one base64 line of 32 bytes for each key)");
        }
        sealing = keys.keySet().iterator().next();
    }

    static TokenKeys of(String... lines) {
        return new TokenKeys(List.of(lines));
    }

    static TokenKeys read(Path file) {
        try {
            return new TokenKeys(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException("token keys: " + file + " cannot be read", e);
        }
    }

    int sealing() {
        return sealing;
    }

    @Nullable
    SecretKeySpec key(int id) {
        return keys.get(id);
    }

    private static int id(byte[] key) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key))
                    .getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] parse(String line) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(line);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("token key: not base64 (expected: base64 of 32 bytes)");
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("token key: " + key.length + " bytes (expected: base64 of 32 bytes)");
        }
        return key;
    }
}
