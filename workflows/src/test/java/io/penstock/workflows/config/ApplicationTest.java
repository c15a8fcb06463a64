package io.penstock.workflows.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.workflows.stage.ControlStage;
import io.penstock.workflows.stage.KubernetesStage;
import io.penstock.workflows.stage.MultiClusterStage;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ApplicationTest {
    @ParameterizedTest
    @CsvSource({
        "KubernetesApp, , , true", "KubernetesApp, false, , false", "KubernetesApp, , false, false",
        "KubernetesApp, true, false, false", "KubernetesApp, false, true, false", "TerraformApp, , , false",
        "TerraformApp, true, , true", "TerraformApp, , true, true", "TerraformApp, true, false, false"
    })
    void eitherPlaceSwitchesRollbackOff(String kind, String input, String planner, boolean expected) {
        var text = "apiVersion: pipecd.dev/v1beta1\nkind: " + kind + "\nspec:\n"
                + "  input: {" + (input == null ? "" : "autoRollback: " + input) + "}\n"
                + "  planner: {" + (planner == null ? "" : "autoRollback: " + planner) + "}\n";
        assertThat(Corpus.application(Corpus.text(text)).planner().autoRollback())
                .isEqualTo(expected);
    }

    @Test
    void bothFormsBecomeOneModel() {
        var older = Corpus.application(Corpus.kubernetes("name: a\nservice: {name: web}\ninput: {namespace: shop}\n"));
        var newer = Corpus.application(Corpus.text("""
                apiVersion: pipecd.dev/v1beta1
                kind: Application
                spec:
                  name: a
                  plugins:
                    kubernetes: {service: {name: web}, input: {namespace: shop}}
                """));
        assertThat(newer.platform()).isEqualTo(older.platform());
        assertThat(((KubernetesConfig) newer.platformConfig()).input())
                .isEqualTo(((KubernetesConfig) older.platformConfig()).input());
        assertThat(newer.timeout()).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void keysCountInAnyCase() {
        var application = Corpus.application(Corpus.kubernetes("NAME: a\nPLANNER: {alwaysusepipeline: true}\n"));
        assertThat(application.name()).isEqualTo("a");
        assertThat(application.planner().alwaysUsePipeline()).isTrue();
    }

    @Test
    void zeroValuesAreAbsentButFalseStays() {
        var trigger = Corpus.application(
                        Corpus.kubernetes("trigger: {onOutOfSync: {disabled: false, minWindow: 0}, onChain: {}}\n"))
                .trigger();
        assertThat(trigger.onOutOfSync().disabled()).isFalse();
        assertThat(trigger.onOutOfSync().minWindow()).isEqualTo(Duration.ofMinutes(5));
        assertThat(trigger.onChain().disabled()).isTrue();
    }

    @Test
    void aSyncWithoutOptionsHasThoseOfTheQuickSync() {
        var application = Corpus.application(Corpus.kubernetes("""
                quickSync: {prune: true}
                pipeline: {stages: [{name: K8S_SYNC}, {name: K8S_SYNC, with: {addVariantLabelToSelector: true}}]}
                """));
        assertThat(application.pipeline().getFirst().stage())
                .isEqualTo(application.platformConfig().quickSync());
        assertThat(((KubernetesStage.Sync) application.pipeline().get(1).stage()).prune())
                .isFalse();
        assertThat(((KubernetesStage.Rollback) application.platformConfig().rollback()).prune())
                .isTrue();
    }

    @Test
    void suffixesComeFromTheVariantLabelInTheOlderFormOnly() {
        var older = Corpus.application(Corpus.kubernetes("""
                variantLabel: {canaryValue: bird}
                pipeline: {stages: [{name: K8S_CANARY_ROLLOUT}]}
                """));
        assertThat(((KubernetesStage.CanaryRollout) older.pipeline().getFirst().stage()).suffix())
                .isEqualTo("bird");
        var newer = Corpus.application(Corpus.read("v1/kubernetes.yaml"));
        assertThat(((KubernetesStage.CanaryRollout) newer.pipeline().getFirst().stage()).suffix())
                .isEqualTo("canary");
        assertThat(((KubernetesConfig) newer.platformConfig())
                        .trafficRouting()
                        .istio()
                        .host())
                .isEqualTo("web");
    }

    @Test
    void timeoutsOfBothFormsAreEffective() {
        var newer = Corpus.application(Corpus.read("v1/kubernetes.yaml")).pipeline();
        assertThat(newer.getFirst().timeout()).isEqualTo(Duration.ofHours(6));
        assertThat(newer.get(1).timeout()).isEqualTo(Duration.ofHours(1));
        var older = Corpus.application(Corpus.read("v0/k8s-canary.yaml")).pipeline();
        assertThat(older.getFirst().timeout()).isNull();
        assertThat(older.get(2).timeout()).isEqualTo(Duration.ofMinutes(90));
        assertThat(((ControlStage.WaitApproval) older.get(2).stage()).minApproverNum())
                .isEqualTo(2);
    }

    @Test
    void anchorsAndMergesAreFollowed() {
        var application = Corpus.application(Corpus.read("v0/k8s-anchors.yaml"));
        var primary =
                (KubernetesStage.PrimaryRollout) application.pipeline().get(1).stage();
        assertThat(primary.readyTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(primary.prune()).isTrue();
        var chain = Objects.requireNonNull(application.chain());
        assertThat(chain.applications().getFirst().labels())
                .containsEntry("zone", "b")
                .containsEntry("env", "prod");
    }

    @Test
    void aStageOfSeveralClustersHasItsOptionsForOne() {
        var application = Corpus.application(Corpus.read("v1/multicluster.yaml"));
        var stage = (MultiClusterStage.CanaryRollout)
                application.pipeline().getFirst().stage();
        assertThat(stage.multiTargets()).containsExactly("cluster1");
        assertThat(stage.single().suffix()).isEqualTo("canary");
        assertThat(application.platformConfig().quickSync()).isInstanceOf(MultiClusterStage.Sync.class);
    }

    @Test
    void twoPlatformsAreRefused() {
        var file = Corpus.text("""
                apiVersion: pipecd.dev/v1beta1
                kind: Application
                spec: {plugins: {kubernetes: {}, terraform: {}}}
                """);
        assertThat(file.valid()).isFalse();
        assertThat(file.faults().getFirst().message())
                .isEqualTo("spec.plugins: kubernetes, terraform (expected: one platform)");
    }

    @Test
    void deployTargetsBecomePlatformProviders() {
        var piped = (PipedConfig)
                Objects.requireNonNull(Corpus.read("piped/v1.yaml").value());
        assertThat(piped.platformProviders()).hasSize(1);
        assertThat(piped.platformProviders().getFirst().config())
                .isInstanceOfSatisfying(
                        ProviderConfig.Kubernetes.class,
                        kubernetes -> assertThat(kubernetes.kubeConfigPath()).isEqualTo("/etc/osaka"));
    }
}
