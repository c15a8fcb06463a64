package io.penstock.activities.bundle;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObjectJSON;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.UnprotectedHeader;
import com.nimbusds.jose.crypto.MultiDecrypter;
import com.nimbusds.jose.crypto.MultiEncrypter;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import io.penstock.workflows.Failures;
import io.penstock.workflows.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// The sealed form: compressed, then JWE (RFC 7516) in JSON with a content key per bundle, wrapped for each recipient.
///
/// The newest of the cluster's keys seals; every one that is still in the file opens.
final class Seal {
    private static final int MAXIMUM_BYTES = 64 << 20;
    private static final int MAXIMUM_SEALED_BYTES = 32 << 20;

    private final Map<String, JWK> keys = new LinkedHashMap<>();
    private final List<JWK> recipients = new ArrayList<>();

    Seal(List<SealingKey> clusterKeys, @Nullable JWK recovery) {
        for (var key : clusterKeys) {
            var wrapping = new OctetSequenceKey.Builder(key.secret())
                    .algorithm(JWEAlgorithm.A256KW)
                    .keyID(key.id())
                    .build();
            if (keys.put(key.id(), wrapping) != null) {
                throw new IllegalArgumentException(
                        "sealing.keys: " + key.id() + " stands there twice (expected: each id once)");
            }
        }
        recipients.add(keys.values().iterator().next());
        if (recovery != null) {
            recipients.add(recovery.toPublicJWK());
        }
    }

    byte[] close(byte[] content, Binding binding) {
        try {
            var header = new JWEHeader.Builder(EncryptionMethod.A256GCM).build();
            var aad = Json.write(binding).getBytes(StandardCharsets.UTF_8);
            var jwe = new JWEObjectJSON(header, new Payload(compress(content)), null, aad);
            jwe.encrypt(new MultiEncrypter(new JWKSet(recipients)));
            return jwe.serializeGeneral().getBytes(StandardCharsets.UTF_8);
        } catch (JOSEException e) {
            throw new IllegalStateException("the bundle cannot be sealed: " + e.getMessage(), e);
        }
    }

    Opened open(byte[] sealed) {
        if (sealed.length > MAXIMUM_SEALED_BYTES) {
            throw unreadable(sealed.length + " bytes (expected: at most " + MAXIMUM_SEALED_BYTES + ")");
        }
        try {
            var jwe = JWEObjectJSON.parse(new String(sealed, StandardCharsets.UTF_8));
            if (!EncryptionMethod.A256GCM.equals(jwe.getHeader().getEncryptionMethod())) {
                throw unreadable("it is sealed in another way (expected: A256GCM)");
            }
            jwe.decrypt(new MultiDecrypter(key(jwe)));
            var binding = Json.read(new String(jwe.getAAD(), StandardCharsets.UTF_8), Binding.class);
            return new Opened(binding, decompress(jwe.getPayload().toBytes()));
        } catch (ParseException | JOSEException | UncheckedIOException | IllegalArgumentException e) {
            throw unreadable("it was changed after it was sealed, or is none: " + e.getMessage());
        }
    }

    private JWK key(JWEObjectJSON jwe) {
        var named = jwe.getRecipients().stream()
                .map(JWEObjectJSON.Recipient::getUnprotectedHeader)
                .filter(Objects::nonNull)
                .map(UnprotectedHeader::getKeyID)
                .filter(Objects::nonNull)
                .toList();
        for (var id : named) {
            var key = keys.get(id);
            if (key != null) {
                return key;
            }
        }
        throw unreadable("it is sealed for the keys " + named + " and this piped holds " + keys.keySet()
                + " (expected: keep a retired key in `sealing.keys` while bundles need it)");
    }

    static RuntimeException unreadable(String why) {
        return Failures.stage("the bundle cannot be opened: " + why);
    }

    private static byte[] compress(byte[] content) {
        var out = new ByteArrayOutputStream(content.length / 4 + 64);
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] decompress(byte[] content) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
            var bytes = gzip.readNBytes(MAXIMUM_BYTES + 1);
            if (bytes.length > MAXIMUM_BYTES) {
                throw unreadable("it unfolds to more than " + MAXIMUM_BYTES + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Opened(Binding binding, byte[] content) {}
}
