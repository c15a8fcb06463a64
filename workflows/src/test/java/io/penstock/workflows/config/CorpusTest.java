package io.penstock.workflows.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectWriter;
import io.penstock.workflows.Json;
import io.penstock.workflows.stage.StageNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class CorpusTest {
    private static final ObjectWriter PRETTY = Json.wire().writerWithDefaultPrettyPrinter();

    static List<Path> files() {
        return Corpus.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileLoadsWithoutAnError(Path path) {
        var file = Corpus.read(path);
        assertThat(file.faults().stream().filter(fault -> fault.severity() == Severity.ERROR))
                .isEmpty();
        assertThat(file.valid()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileSurvivesTheWire(Path path) throws IOException {
        var value = Corpus.read(path).value();
        var sent = Json.wire().writerFor(Config.class).writeValueAsString(value);
        assertThat(Json.read(sent, Config.class)).isEqualTo(value);
        assertThat(Json.wire().writerFor(Config.class).writeValueAsString(Json.read(sent, Config.class)))
                .isEqualTo(sent);
    }

    /// Rewritten with `-Dgolden.refresh=true`; the difference is the review.
    @ParameterizedTest
    @MethodSource("files")
    void everyFileMeansWhatItMeantBefore(Path path) throws IOException {
        var name = Corpus.ROOT.relativize(path).toString().replaceAll("\\.(yaml|json)$", "") + ".json";
        var means = PRETTY.writeValueAsString(Corpus.read(path)) + "\n";
        if (Boolean.getBoolean("golden.refresh")) {
            var golden = Path.of("src/test/resources/config/golden").resolve(name);
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, means);
            return;
        }
        assertThat(means)
                .isEqualTo(Files.readString(Corpus.ROOT.resolve("golden").resolve(name)));
    }

    @Test
    void everyStageOfAPipelineHasAFixture() {
        var seen = new TreeSet<String>();
        Corpus.files().stream()
                .map(Corpus::read)
                .flatMap(file -> file.value() instanceof ApplicationConfig application
                        ? application.pipeline().stream()
                        : Stream.of())
                .map(PipelineStage::name)
                .forEach(seen::add);
        assertThat(seen).containsExactlyElementsOf(StageNames.usable());
    }

    @Test
    void everyFileIsRecognised() throws IOException {
        for (var path : Corpus.files()) {
            assertThat(ConfigFile.isConfigurationFile(path.toString(), Files.readAllBytes(path)))
                    .as(path.toString())
                    .isTrue();
        }
        assertThat(ConfigFile.isConfigurationFile("web/app.pipecd.yaml", new byte[0]))
                .isTrue();
        assertThat(ConfigFile.isConfigurationFile(
                        "web/deployment.yaml", "apiVersion: apps/v1\n".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(ConfigFile.isConfigurationFile(
                        "notes.txt", "apiVersion: pipecd.dev/v1beta1\n".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }
}
