package io.penstock.controlplane.gate;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// Seals Temporal's task tokens for one piped of one cluster, so that no other can use them and nobody can make
/// one. A sealed token: form (1 byte), key id (4), nonce (12), then AES-256-GCM of the activity type and the
/// token.
final class TaskTokens {
    private static final byte FORM = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final TokenKeys keys;
    private final SecureRandom random = new SecureRandom();

    TaskTokens(TokenKeys keys) {
        this.keys = keys;
    }

    ByteString seal(Task task, Caller caller) {
        var type = task.activityType().getBytes(StandardCharsets.UTF_8);
        var plain =
                ByteBuffer.allocate(Integer.BYTES + type.length + task.token().size());
        plain.putInt(type.length)
                .put(type)
                .put(task.token().asReadOnlyByteBuffer())
                .flip();
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var key = keys.key(keys.sealing());
        if (key == null) {
            throw new IllegalStateException("the sealing key is gone");
        }
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce);
            cipher.updateAAD(owner(caller));
            var sealed = ByteBuffer.allocate(1 + Integer.BYTES + NONCE_BYTES + cipher.getOutputSize(plain.limit()));
            sealed.put(FORM).putInt(keys.sealing()).put(nonce);
            cipher.doFinal(plain, sealed);
            return ByteString.copyFrom(sealed.flip());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The task behind a sealed token; refused unless this gate, or a replica, sealed it for this very piped.
    Task open(ByteString sealed, Caller caller) {
        try {
            var buffer = sealed.asReadOnlyByteBuffer();
            var form = buffer.get();
            var key = keys.key(buffer.getInt());
            var nonce = new byte[NONCE_BYTES];
            buffer.get(nonce);
            if (form != FORM || key == null) {
                throw refusal();
            }
            var cipher = cipher(Cipher.DECRYPT_MODE, key, nonce);
            cipher.updateAAD(owner(caller));
            var plain = ByteBuffer.allocate(cipher.getOutputSize(buffer.remaining()));
            cipher.doFinal(buffer, plain);
            plain.flip();
            var type = new byte[plain.getInt()];
            plain.get(type);
            return new Task(ByteString.copyFrom(plain), new String(type, StandardCharsets.UTF_8));
        } catch (BufferUnderflowException | GeneralSecurityException _) {
            throw refusal();
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private static byte[] owner(Caller caller) {
        return ("penstock/task/" + caller.cluster() + "/" + caller.piped()).getBytes(StandardCharsets.UTF_8);
    }

    private static RuntimeException refusal() {
        return Status.PERMISSION_DENIED
                .withDescription("task token: not one of yours (expected: a token from a poll by the same piped)")
                .asRuntimeException();
    }
}
