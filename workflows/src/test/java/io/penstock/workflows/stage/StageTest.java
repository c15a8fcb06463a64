package io.penstock.workflows.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.workflows.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StageTest {
    @Test
    void everyStageHasANameAndEveryOptionAMeaning() {
        assertThat(StageNames.types()).hasSizeGreaterThan(35);
        StageNames.types()
                .forEach((name, type) -> assertThat(Arrays.stream(type.getRecordComponents())
                                .filter(component -> component.getAnnotation(Doc.class) == null)
                                .map(component -> name + "." + component.getName()))
                        .isEmpty());
    }

    @Test
    void aStageTravelsWithItsOptionsBesideItsName() {
        Stage stage = new ControlStage.Wait(Duration.ofMinutes(1), SkipOn.NEVER);
        assertThat(Json.write(stage))
                .isEqualTo(
                        "{\"name\":\"WAIT\",\"duration\":\"PT1M\",\"skipOn\":{\"paths\":[],\"commitMessagePrefixes\":[]}}");
        assertThat(Json.read(Json.write(stage), Stage.class)).isEqualTo(stage);
        Stage clean = new KubernetesStage.CanaryClean();
        assertThat(Json.read("{\"name\":\"K8S_CANARY_CLEAN\",\"later\":1}", Stage.class))
                .isEqualTo(clean);
    }

    @Test
    void aPlannedStageIsNotUsable() {
        assertThat(StageNames.usable()).contains("K8S_SYNC", "WAIT").doesNotContain("ROLLBACK", "TERRAFORM_ROLLBACK");
        assertThat(StageNames.types()).containsKey("ROLLBACK");
    }

    @Test
    void stagesAndConfigurationKnowNoTemporalAndNoClock() throws IOException {
        var root = Path.of("src/main/java/io/penstock/workflows");
        for (var folder : List.of("stage", "config")) {
            try (var files = Files.list(root.resolve(folder))) {
                for (var file : files.toList()) {
                    assertThat(Files.readString(file))
                            .as(file.toString())
                            .doesNotContain("io.temporal")
                            .doesNotContain("Instant.now")
                            .doesNotContain("System.");
                }
            }
        }
    }
}
