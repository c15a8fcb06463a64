package io.penstock.controlplane.answer;

import io.penstock.controlplane.error.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The last item of a page by the two fields that lists are ordered by; opaque to callers.
public record Cursor(String key, UUID id) {
    public static Cursor at(Instant time, UUID id) {
        return new Cursor(time.toString(), id);
    }

    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((id + key).getBytes(StandardCharsets.UTF_8));
    }

    /// Reads what a page gave as `next`; null is the start of the list.
    public static @Nullable Cursor parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            var plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            return new Cursor(plain.substring(36), UUID.fromString(plain.substring(0, 36)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new Refusal.Invalid("cursor", text, "what a page gave as next");
        }
    }

    /// The key of a list that is ordered by time.
    public Instant time() {
        try {
            return Instant.parse(key);
        } catch (DateTimeException e) {
            throw new Refusal.Invalid("cursor", key, "what a page of this list gave as next");
        }
    }
}
