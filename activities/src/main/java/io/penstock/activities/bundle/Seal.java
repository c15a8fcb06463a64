package io.penstock.activities.bundle;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObjectJSON;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.MultiEncrypter;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
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
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// The sealed form: compressed, then JWE (RFC 7516) in JSON with a content key per bundle, wrapped by the cluster's.
///
/// The newest of the cluster's keys seals; every one that is still in the file opens.
final class Seal {
    private static final int MAXIMUM_BYTES = 64 << 20;
    private static final int MAXIMUM_SEALED_BYTES = 32 << 20;

    private final Map<String, OctetSequenceKey> keys = new LinkedHashMap<>();
    private final OctetSequenceKey newest;

    Seal(List<SealingKey> clusterKeys) {
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
        newest = keys.values().iterator().next();
    }

    byte[] close(byte[] content, Binding binding) {
        try {
            var header = new JWEHeader.Builder(EncryptionMethod.A256GCM).build();
            var aad = Base64URL.encode(Json.write(binding)).toString().getBytes(StandardCharsets.US_ASCII);
            var jwe = new JWEObjectJSON(header, new Payload(compress(content)), null, aad);
            jwe.encrypt(new MultiEncrypter(new JWKSet(newest)));
            var json = jwe.toGeneralJSONObject();
            nameTheRecipient(json);
            return JSONObjectUtils.toJSONString(json).getBytes(StandardCharsets.UTF_8);
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException("the bundle cannot be sealed: " + e.getMessage(), e);
        }
    }

    /// The library names recipients only when there are several; the protected header must stay free of the
    /// key's id, so that a bundle can be wrapped for another key without being opened.
    private void nameTheRecipient(Map<String, Object> json) throws ParseException {
        var named = JSONObjectUtils.getJSONObjectArray(json, "recipients")[0];
        named.put("header", Map.of("alg", JWEAlgorithm.A256KW.getName(), "kid", newest.getKeyID()));
        json.put("recipients", List.of(named));
    }

    Opened open(byte[] sealed) {
        if (sealed.length > MAXIMUM_SEALED_BYTES) {
            throw unreadable(sealed.length + " bytes (expected: at most " + MAXIMUM_SEALED_BYTES + ")");
        }
        try {
            var json = JSONObjectUtils.parse(new String(sealed, StandardCharsets.UTF_8));
            var jwe = JWEObjectJSON.parse(json);
            var aad = text(json, "aad");
            var content = decrypt(jwe, text(json, "protected") + "." + aad);
            var binding = Json.read(new Base64URL(aad).decodeToString(), Binding.class);
            return new Opened(binding, new String(decompress(content), StandardCharsets.UTF_8));
        } catch (ParseException | JOSEException | UncheckedIOException | IllegalArgumentException e) {
            throw unreadable("it was changed after it was sealed, or is none: " + e.getMessage());
        }
    }

    private byte[] decrypt(JWEObjectJSON jwe, String authenticated) throws JOSEException {
        if (!EncryptionMethod.A256GCM.equals(jwe.getHeader().getEncryptionMethod())) {
            throw unreadable("it is sealed in another way (expected: A256GCM)");
        }
        var named = new ArrayList<String>();
        for (var recipient : jwe.getRecipients()) {
            var id = recipient.getUnprotectedHeader() == null
                    ? null
                    : recipient.getUnprotectedHeader().getKeyID();
            var key = id == null ? null : keys.get(id);
            if (key != null) {
                var header = new JWEHeader.Builder(JWEAlgorithm.A256KW, EncryptionMethod.A256GCM).build();
                return new AESDecrypter(key)
                        .decrypt(
                                header,
                                recipient.getEncryptedKey(),
                                jwe.getIV(),
                                jwe.getCipherText(),
                                jwe.getAuthTag(),
                                authenticated.getBytes(StandardCharsets.US_ASCII));
            }
            named.add(String.valueOf(id));
        }
        throw unreadable("it is sealed for the keys " + named + " and this piped holds " + keys.keySet()
                + " (expected: keep a retired key in `sealing.keys` while bundles need it)");
    }

    private static String text(Map<String, Object> json, String field) throws ParseException {
        var text = JSONObjectUtils.getString(json, field);
        if (text == null) {
            throw new ParseException("no " + field, 0);
        }
        return text;
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

    record Opened(Binding binding, String content) {}
}
