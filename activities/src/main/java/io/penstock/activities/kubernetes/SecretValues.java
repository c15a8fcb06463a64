package io.penstock.activities.kubernetes;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Keeping the values of a Secret out of sentences.
final class SecretValues {
    private static final int SHORTEST = 3;

    private SecretValues() {}

    /// What the API server said of an object, without any value that the object hides.
    static String hidden(ApiServerException refusal, Manifest manifest) {
        var text = refusal.getMessage() == null ? "" : refusal.getMessage();
        if (!manifest.kind().equals("Secret")) {
            return text;
        }
        for (var place : new String[] {"data", "stringData"}) {
            for (var value : manifest.body().path(place)) {
                text = without(text, value.asText());
                text = without(text, decoded(value.asText()));
            }
        }
        return text;
    }

    private static String without(String text, String value) {
        return value.length() < SHORTEST ? text : text.replace(value, "***");
    }

    private static String decoded(String value) {
        try {
            return new String(Base64.getMimeDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
