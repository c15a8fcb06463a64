package io.penstock.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.api.Api;
import io.penstock.cli.api.Api.Credential;
import io.penstock.local.Checkout;
import io.penstock.local.Home;
import io.penstock.local.LocalStack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BannerTest {
    @TempDir
    private Path folder;

    @Test
    void saysWhatTemporalLacks() throws IOException {
        assertThat(banner("{\"clusters\": [\"tokyo\"], \"temporalStore\": \"MEMORY\"}"))
                .contains("there is no Temporal UI, and running deployments are lost when it stops.")
                .doesNotContain("Temporal UI  http");
        assertThat(banner("{\"clusters\": [\"tokyo\"], \"temporal\": \"192.0.2.1:7233\"}"))
                .contains("Temporal is your own at 192.0.2.1:7233; the address of its UI is not known here.");
        assertThat(banner("{\"clusters\": [\"tokyo\"]}"))
                .contains("Temporal UI  http")
                .containsPattern("KUBECONFIG='[^']*/a home/[^']*'\n")
                .doesNotContain("no Temporal UI");
    }

    private String banner(String options) throws IOException {
        var home = new Home(folder.resolve("a home")).prepare();
        Files.writeString(home.data().resolve("stack.json"), options);
        var stack = LocalStack.open(home, Checkout.find());
        var nobody = new Api(URI.create("http://127.0.0.1:1"), new Credential.None());
        var out = new ByteArrayOutputStream();
        new Banner(stack, nobody).print(new PrintStream(out, true, StandardCharsets.UTF_8), 0);
        return out.toString(StandardCharsets.UTF_8);
    }
}
