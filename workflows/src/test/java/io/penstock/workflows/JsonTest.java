package io.penstock.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class JsonTest {
    record Said(String text, List<String> more, Map<String, String> named) {}

    @Test
    void readsNoTextThatPostgresqlRefuses() {
        var read = Json.read("""
                {"text": "a\\u0000b", "more": ["\\u0000", "\\\\u0000"], "named": {"k": "v\\u0000"}}""", Said.class);

        assertThat(read).isEqualTo(new Said("ab", List.of("", "\\u0000"), Map.of("k", "v")));
    }
}
