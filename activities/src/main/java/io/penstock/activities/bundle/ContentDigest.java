package io.penstock.activities.bundle;

import io.penstock.workflows.id.ClusterName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/// The HMAC of canonical objects under a key derived from a cluster's: equal content shows, its meaning does not.
final class ContentDigest {
    private static final String MAC = "HmacSHA256";
    private static final byte[] PURPOSE = "penstock content digest 1".getBytes(StandardCharsets.UTF_8);

    private final SecretKey key;

    ContentDigest(SealingKey clusterKey, ClusterName cluster) {
        try {
            var parameters = HKDFParameterSpec.ofExtract()
                    .addSalt(PURPOSE)
                    .addIKM(clusterKey.secret().getEncoded())
                    .thenExpand(cluster.value().getBytes(StandardCharsets.UTF_8), 32);
            key = KDF.getInstance("HKDF-SHA256").deriveKey(MAC, parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// 64 hexadecimal digits. Each object goes in with its length, so that two lists never meet in one digest.
    String of(List<String> objects) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(key);
            for (var object : objects) {
                var bytes = object.getBytes(StandardCharsets.UTF_8);
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                mac.update(bytes);
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
