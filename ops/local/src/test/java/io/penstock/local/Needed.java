package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.local.tool.Tool;
import io.penstock.local.tool.Tools;
import java.util.Collection;

/// The programs that a test starts. They are there before it, by `./penstock test`: no test builds one, and none is
/// left out for want of one.
public final class Needed {
    private Needed() {}

    public static void of(Tools tools, Collection<Tool> needed) {
        for (var tool : needed) {
            assertThat(tools.find(tool))
                    .as(
                            "%s: missing (expected: %s on the path or built by ./penstock test)",
                            tool.program(), tool.version())
                    .isPresent();
        }
    }
}
