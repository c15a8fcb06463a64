package io.penstock.cli.chain;

import static io.penstock.cli.Installation.READER;
import static io.penstock.cli.Typed.fields;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ChainCommandTest {
    private static final String CHAIN = "00000000-0000-0000-0000-00000000c001";

    @Test
    void listsChains() {
        var json = READER.type("chain", "list", "-o", "json").json();
        assertThat(fields(json)).containsExactly("items", "next");
        assertThat(READER.type("chain", "list").out()).contains(CHAIN, "RUNNING");
    }

    @Test
    void showsALineForEachNode() {
        var shown = READER.type("chain", "get", CHAIN);
        assertThat(shown.exit()).isZero();
        assertThat(shown.out().lines().filter(line -> line.contains("web"))).hasSize(2);
        assertThat(READER.type("chain", "get", CHAIN, "-o", "yaml").out()).contains("blocks:");
        assertThat(READER.type("chain", "get", "00000000-0000-0000-0000-0000000000ff")
                        .exit())
                .isEqualTo(4);
    }
}
