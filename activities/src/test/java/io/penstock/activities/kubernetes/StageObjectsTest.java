package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.workflows.config.KubernetesConfig.TrafficRouting.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StageObjectsTest {
    private final List<Manifest> web = Given.manifests(Given.WEB);

    @Test
    void copiesServiceConfigurationAndWorkloadForACanary() {
        var canary = StageObjects.canary(Given.config(), web, Given.canary("50%", true));
        assertThat(canary.objects())
                .extracting(Manifest::title)
                .containsExactly(
                        "Service web-canary",
                        "ConfigMap web-config-canary",
                        "Secret web-token-canary",
                        "Deployment web-canary");
        assertThat(canary.variant()).isEqualTo("canary");
        assertThat(canary.workloads()).hasSize(1);
    }

    @Test
    void makesTheServiceCopyReachableInsideOnlyAndForTheVariant() {
        var copy = StageObjects.canary(Given.config(), web, Given.canary("1", true))
                .objects()
                .getFirst();
        assertThat(CanonicalJson.of(copy.body().path("spec")))
                .isEqualTo(
                        "{\"ports\":[{\"port\":80}],\"selector\":{\"app\":\"web\",\"pipecd.dev/variant\":\"canary\"},"
                                + "\"type\":\"ClusterIP\"}");
    }

    @Test
    void givesTheWorkloadCopyItsOwnSelectorReplicasAndConfiguration() {
        var copy = StageObjects.canary(Given.config(), web, Given.canary("50%", false))
                .objects()
                .getLast();
        assertThat(Fields.at(copy.body(), "spec", "replicas").asInt()).isEqualTo(2);
        assertThat(Fields.text(copy.body(), "spec", "selector", "matchLabels", "pipecd.dev/variant"))
                .isEqualTo("canary");
        assertThat(Fields.text(copy.body(), "spec", "template", "metadata", "labels", "pipecd.dev/variant"))
                .isEqualTo("canary");
        var names = ConfigReferences.of(copy);
        assertThat(names.configMaps()).containsExactly("elsewhere", "web-config-canary");
        assertThat(names.secrets()).containsExactly("web-token-canary");
    }

    @Test
    void patchesTheCanaryOnly() {
        var patch = Given.patch("Deployment", "web", "$.spec.template.spec.containers[0].image", "nginx:2");
        var copy = StageObjects.canary(Given.config(), web, Given.canary("1", false, patch))
                .objects()
                .getLast();
        assertThat(Fields.maps(copy.body(), "spec", "template", "spec", "containers")
                        .getFirst()
                        .path("image")
                        .asText())
                .isEqualTo("nginx:2");
        assertThat(Given.manifests(Given.WEB)).isEqualTo(web);
    }

    @Test
    void refusesACanaryOfAnythingButDeployments() {
        var statefulSet = Given.manifests(Given.WEB.replace("kind: Deployment", "kind: StatefulSet"));
        assertThatThrownBy(() -> StageObjects.canary(Given.config(), statefulSet, Given.canary("1", false)))
                .hasMessageContaining("at least one Deployment");
    }

    @Test
    void appliesEverythingAsItStandsInAQuickSync() {
        var sync = StageObjects.sync(Given.config(), web, Given.sync(true));
        assertThat(sync.objects()).extracting(Manifest::name).containsExactly("web", "web", "web-config", "web-token");
        assertThat(sync.prune()).isEqualTo(StageObjects.Prune.ALL_ELSE);
        assertThat(sync.variant()).isEqualTo("primary");
    }

    @Test
    void leavesTheVirtualServiceToTheRoutingStage() {
        var routed = Given.manifests(
                Given.WEB + "---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web}\n");
        var config = Given.config(Method.ISTIO, "");
        assertThat(StageObjects.primary(config, routed, Given.primary(false, false), true)
                        .objects())
                .extracting(Manifest::kind)
                .doesNotContain("VirtualService")
                .contains("Deployment");
        assertThatThrownBy(() -> StageObjects.primary(config, web, Given.primary(false, false), true))
                .hasMessageContaining("hold no VirtualService");
    }

    @Test
    void demandsTheVariantLabelWhereTrafficIsDividedBySelector() {
        assertThatThrownBy(() -> StageObjects.primary(Given.config(), web, Given.primary(false, false), true))
                .hasMessageContaining("spec.selector.matchLabels.pipecd.dev/variant: missing (expected: primary");
        assertThat(StageObjects.primary(Given.config(), web, Given.primary(true, false), false)
                        .objects()
                        .getLast()
                        .name())
                .isEqualTo("web-primary");
    }
}
