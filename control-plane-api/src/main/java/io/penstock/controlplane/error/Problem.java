package io.penstock.controlplane.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of every refusal and failure, `application/problem+json`.
///
/// @param type `urn:penstock:problem:` and a word that programs can compare
/// @param id stands beside the cause in the control plane's log
public record Problem(String type, String title, int status, String detail, String id, List<FieldFault> faults) {
    public static final String MEDIA_TYPE = "application/problem+json";

    static final String TYPE = "urn:penstock:problem:";

    public Problem {
        faults = List.copyOf(faults);
    }

    /// A field of the request that cannot be taken.
    ///
    /// @param value as it was sent, cut short
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record FieldFault(String field, @Nullable String value, String expected, String message) {
        private static final int SHOWN = 100;

        public static FieldFault of(String field, @Nullable String value, String expected) {
            var shown = value == null ? null : shortened(value);
            var message = field + ": " + (shown == null ? "missing" : shown) + " (expected: " + expected + ")";
            return new FieldFault(field, shown, expected, message);
        }

        static String shortened(String value) {
            var plain = Problem.plain(value);
            return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
        }
    }

    /// One line, without anything that moves the cursor of who reads it.
    static String plain(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "�");
    }
}
