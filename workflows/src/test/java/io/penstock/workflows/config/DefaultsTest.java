package io.penstock.workflows.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.workflows.Json;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a field means that nobody wrote, kind by kind, as the reference has it.
@Timeout(30)
class DefaultsTest {
    private static final String PIPED = "projectID: p, pipedID: a, apiAddress: 'h:1', pipedKeyFile: /k";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            KubernetesApp  | /planner/alwaysUsePipeline                             | false
            KubernetesApp  | /planner/autoRollback                                  | true
            KubernetesApp  | /commitMatcher/quickSync                               | ""
            KubernetesApp  | /pipeline                                              | []
            KubernetesApp  | /trigger/onCommit/disabled                             | false
            KubernetesApp  | /trigger/onCommit/paths                                | []
            KubernetesApp  | /trigger/onCommand/disabled                            | false
            KubernetesApp  | /trigger/onOutOfSync/disabled                          | true
            KubernetesApp  | /trigger/onOutOfSync/minWindow                         | "PT5M"
            KubernetesApp  | /trigger/onChain/disabled                              | true
            KubernetesApp  | /timeout                                               | "PT6H"
            KubernetesApp  | /platformConfig/input/manifests                        | []
            KubernetesApp  | /platformConfig/input/autoCreateNamespace              | false
            KubernetesApp  | /platformConfig/quickSync/prune                        | false
            KubernetesApp  | /platformConfig/quickSync/addVariantLabelToSelector    | false
            KubernetesApp  | /platformConfig/quickSync/waitForReady                 | true
            KubernetesApp  | /platformConfig/quickSync/failFastAfter                | "PT1M"
            KubernetesApp  | /platformConfig/service/kind                           | "Service"
            KubernetesApp  | /platformConfig/service/name                           | ""
            KubernetesApp  | /platformConfig/workloads                              | []
            KubernetesApp  | /platformConfig/trafficRouting/method                  | "podselector"
            KubernetesApp  | /platformConfig/trafficRouting/istio/editableRoutes    | []
            KubernetesApp  | /platformConfig/trafficRouting/istio/virtualService/kind | "VirtualService"
            KubernetesApp  | /platformConfig/variantLabel/key                       | "pipecd.dev/variant"
            KubernetesApp  | /platformConfig/variantLabel/primaryValue              | "primary"
            KubernetesApp  | /platformConfig/variantLabel/canaryValue               | "canary"
            KubernetesApp  | /platformConfig/variantLabel/baselineValue             | "baseline"
            TerraformApp   | /planner/autoRollback                                  | false
            TerraformApp   | /platformConfig/input/workspace                        | ""
            CloudRunApp    | /platformConfig/input/serviceManifestFile              | "service.yaml"
            CloudRunApp    | /planner/autoRollback                                  | true
            LambdaApp      | /platformConfig/input/functionManifestFile             | "function.yaml"
            LambdaApp      | /planner/autoRollback                                  | true
            ECSApp         | /platformConfig/input/launchType                       | "FARGATE"
            ECSApp         | /platformConfig/input/taskDefinitionFile               | "taskdef.json"
            ECSApp         | /platformConfig/input/serviceDefinitionFile            | ""
            ECSApp         | /platformConfig/input/runStandaloneTask                | true
            ECSApp         | /platformConfig/input/accessType                       | "ELB"
            ECSApp         | /platformConfig/quickSync/recreate                     | false
            Piped          | /syncInterval                                          | "PT1M"
            Piped          | /appConfigSyncInterval                                 | "PT1M"
            Piped          | /git/username                                          | "piped"
            Piped          | /git/email                                             | "pipecd.dev@gmail.com"
            Piped          | /git/host                                              | "github.com"
            Piped          | /eventWatcher/checkInterval                            | "PT1M"
            Piped          | /planPreview/workerNum                                 | 3
            Piped          | /planPreview/commandQueueBufferSize                    | 10
            Piped          | /planPreview/commandCheckInterval                      | "PT5S"
            Piped          | /planPreview/commandHandleTimeout                      | "PT5M"
            """)
    void ofAKind(String kind, String field, String expected) {
        var spec = kind.equals("Piped") ? PIPED : "";
        assertThat(at("kind: " + kind + "\nspec: {" + spec + "}\n", field)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kubernetes | /planner/autoRollback                                 | true
            terraform  | /planner/autoRollback                                 | true
            ecs        | /platformConfig/input/runStandaloneTask               | false
            cloudrun   | /platformConfig/input/serviceManifestFile             | "service.yaml"
            kubernetes | /timeout                                              | "PT6H"
            """)
    void ofAPlugin(String plugin, String field, String expected) {
        assertThat(at("kind: Application\nspec: {plugins: {" + plugin + ": {}}}\n", field))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            KubernetesApp | WAIT                                              | duration              | "PT1M"
            KubernetesApp | WAIT_APPROVAL                                     | timeout               | "PT6H"
            KubernetesApp | WAIT_APPROVAL                                     | minApproverNum        | 1
            KubernetesApp | SCRIPT_RUN                                        | timeout               | "PT6H"
            KubernetesApp | 'CUSTOM_SYNC, with: {run: a}'                     | timeout               | "PT6H"
            KubernetesApp | K8S_PRIMARY_ROLLOUT                               | suffix                | "primary"
            KubernetesApp | K8S_PRIMARY_ROLLOUT                               | prune                 | false
            KubernetesApp | K8S_CANARY_ROLLOUT                                | suffix                | "canary"
            KubernetesApp | K8S_CANARY_ROLLOUT                                | replicas              | "1"
            KubernetesApp | K8S_CANARY_ROLLOUT                                | createService         | false
            KubernetesApp | K8S_BASELINE_ROLLOUT                              | suffix                | "baseline"
            KubernetesApp | 'ANALYSIS, with: {duration: 1m, metrics: [{provider: p, query: q, interval: 1m, expected: {max: 1}}]}' | metrics/0/strategy | "THRESHOLD"
            KubernetesApp | 'ANALYSIS, with: {duration: 1m, metrics: [{provider: p, query: q, interval: 1m, expected: {max: 1}}]}' | metrics/0/failureLimit | 0
            KubernetesApp | 'ANALYSIS, with: {duration: 1m, metrics: [{provider: p, query: q, interval: 1m, expected: {max: 1}}]}' | metrics/0/timeout | "PT30S"
            KubernetesApp | 'ANALYSIS, with: {duration: 1m, metrics: [{provider: p, query: q, interval: 1m, expected: {max: 1}}]}' | metrics/0/deviation | "EITHER"
            TerraformApp  | TERRAFORM_PLAN                                    | exitOnNoChanges       | false
            CloudRunApp   | CLOUDRUN_PROMOTE                                  | percent               | 0
            LambdaApp     | LAMBDA_PROMOTE                                    | percent               | 0
            ECSApp        | ECS_CANARY_ROLLOUT                                | scale                 | 0
            """)
    void ofAStage(String kind, String stage, String option, String expected) {
        var file = "kind: " + kind + "\nspec: {pipeline: {stages: [{name: " + stage + "}]}}\n";
        assertThat(at(file, "/pipeline/0/stage/" + option)).isEqualTo(expected);
        assertThat(at(file, "/pipeline/0/id")).isEqualTo("\"stage-0\"");
    }

    private static String at(String rest, String field) {
        var file = Corpus.text("apiVersion: pipecd.dev/v1beta1\n" + rest);
        assertThat(file.faults()).isEmpty();
        return Json.write(Json.wire().valueToTree(file.value()).at(field));
    }
}
