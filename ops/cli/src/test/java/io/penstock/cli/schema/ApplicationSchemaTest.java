package io.penstock.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.penstock.workflows.stage.StageNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ApplicationSchemaTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(ApplicationSchema.create().toString());

    static List<Path> applications() throws IOException {
        try (var files = Files.walk(Path.of("../../workflows/src/test/resources/config"), 2)) {
            return files.filter(path -> path.toString().matches(".*/v[01]/.*"))
                    // Editors follow anchors; the validator of this test does not.
                    .filter(path -> !path.endsWith("k8s-anchors.yaml"))
                    // Keys in other cases and unknown ones are read, but an editor should mark them.
                    .filter(path -> !path.endsWith("k8s-json.json") && !path.endsWith("v1/cloudrun.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("applications")
    void everyApplicationOfTheCorpusFits(Path path) throws IOException {
        assertThat(SCHEMA.validate(Files.readString(path), InputFormat.YAML)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec: {labelz: {}}",
                "spec: {name: 1}",
                "spec: {timeout: soon}",
                "spec: {pipeline: {stages: [{name: K8S_CANARY_ROLOUT}]}}",
                "spec: {pipeline: {stages: [{name: TERRAFORM_PLAN}]}}",
                "spec: {pipeline: {stages: [{desc: a}]}}",
                "spec: {pipeline: {stages: [{name: WAIT, with: {durations: 1m}}]}}",
                "spec: {pipeline: {stages: [{name: K8S_CANARY_ROLLOUT, with: {replicas: half}}]}}",
                "spec: {trafficRouting: {method: smi}}",
                "name: a"
            })
    void whatTheReaderMarksTheEditorMarks(String text) {
        var file = "apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\n" + text;
        assertThat(SCHEMA.validate(file, InputFormat.YAML)).isNotEmpty();
    }

    @Test
    void everyStageAndItsOptionsAreThere() {
        var text = ApplicationSchema.create().toString();
        assertThat(StageNames.usable()).allSatisfy(name -> assertThat(text).contains("\"const\":\"" + name + "\""));
        assertThat(text)
                .contains("failFastAfter", "HCLField", "An addition of Penstock.")
                .doesNotContain("SCRIPT_RUN_ROLLBACK");
    }
}
