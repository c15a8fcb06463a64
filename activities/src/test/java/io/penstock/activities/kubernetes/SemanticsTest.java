package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.workflows.Json;
import io.penstock.workflows.config.KubernetesConfig;
import io.penstock.workflows.config.KubernetesConfig.ServiceReference;
import io.penstock.workflows.config.KubernetesConfig.TrafficRouting.Method;
import io.penstock.workflows.config.KubernetesConfig.VariantLabel;
import io.penstock.workflows.config.KubernetesConfig.WorkloadReference;
import io.penstock.workflows.deployment.Fence;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.stage.KubernetesStage;
import io.penstock.workflows.stage.Replicas;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What PipeCD's stages do with an application's objects, rule by rule; numbers are sections of the semantics.
@Timeout(20)
class SemanticsTest {
    private static final String LABEL = "pipecd.dev/variant";
    private static final String SHOP = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 10
              selector: {matchLabels: {app: web}}
              template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: "nginx:1"}]}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: worker}
            spec:
              selector: {matchLabels: {app: worker, pipecd.dev/variant: other}}
              template: {spec: {containers: [{name: app, image: "nginx:1"}]}}
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: store}
            spec: {selector: {matchLabels: {app: store}}, template: {metadata: {labels: {app: store}}}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: worker}
            spec: {ports: [{port: 81}]}
            ---
            apiVersion: serving.knative.dev/v1
            kind: Service
            metadata: {name: web}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: unused}
            data: {a: b}
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            ---
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: web}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: web}
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web}
            """;

    private final List<Manifest> shop = Given.manifests(SHOP);

    /// 1.1, 1.3
    @Test
    void marksStandOnTheObjectAndNotOnItsPods() {
        var marks = new Marks(
                "piped-1",
                new ApplicationId("0198f000-0000-7000-8000-000000000001"),
                new CommitId("a".repeat(40)),
                LABEL,
                "canary");
        var marked = marks.on(shop.getFirst().copy(), new Fence(1, 2, 3)).body();
        assertThat(CanonicalJson.of(Fields.at(marked, "metadata", "labels")))
                .isEqualTo(("{'pipecd.dev/application':'0198f000-0000-7000-8000-000000000001',"
                                + "'pipecd.dev/commit-hash':'" + "a".repeat(40) + "','pipecd.dev/managed-by':'piped',"
                                + "'pipecd.dev/piped':'piped-1','pipecd.dev/variant':'canary'}")
                        .replace('\'', '"'));
        var annotations = Fields.at(marked, "metadata", "annotations");
        assertThat(Fields.at(marked, "metadata", "labels").properties())
                .allSatisfy(
                        label -> assertThat(annotations.path(label.getKey())).isEqualTo(label.getValue()));
        assertThat(Fields.text(annotations, "pipecd.dev/original-api-version")).isEqualTo("apps/v1");
        assertThat(Fields.text(annotations, "pipecd.dev/resource-key")).isEqualTo("apps:Deployment::web");
        assertThat(Fields.text(annotations, "penstock.io/fence")).isEqualTo("1.2.3");
        assertThat(annotations).hasSize(8);
        assertThat(CanonicalJson.of(Fields.at(marked, "spec", "template", "metadata")))
                .isEqualTo("{\"labels\":{\"app\":\"web\"}}");
    }

    /// 1.3
    @Test
    void aMarkIsReadFromAnnotationOrLabel() {
        var annotated = Given.object("{apiVersion: v1, kind: A, metadata: {name: a, annotations: {k: one}}}");
        var labelled = Given.object("{apiVersion: v1, kind: A, metadata: {name: a, labels: {k: two}}}");
        assertThat(Marks.read(annotated, "k")).isEqualTo("one");
        assertThat(Marks.read(labelled, "k")).isEqualTo("two");
        assertThat(Marks.read(labelled, "other")).isEmpty();
    }

    /// 4
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                          | [web, worker]
            Deployment:worker           | [worker]
            StatefulSet:                | [store]
            StatefulSet:,Deployment:web | [store, web]
            Deployment:web,Deployment:  | [web, worker]
            Deployment:nobody           | []
            """)
    void workloadsAreSelectedByKindAndName(String references, String names) {
        var parsed = references.isEmpty()
                ? List.<WorkloadReference>of()
                : Arrays.stream(references.split(",", -1))
                        .map(text -> text.split(":", -1))
                        .map(parts -> new WorkloadReference(parts[0], parts[1]))
                        .toList();
        assertThat(Selection.workloads(shop, parsed).stream()
                        .map(Manifest::name)
                        .toList())
                .hasToString(names);
    }

    /// 4, 5.3
    @Test
    void anEmptyServiceNameTakesAllServicesButNoOtherKindOfThatName() {
        assertThat(Selection.services(shop, ""))
                .extracting(Manifest::apiVersion)
                .containsExactly("v1", "v1");
        assertThat(Selection.services(shop, "worker"))
                .extracting(Manifest::name)
                .containsExactly("worker");
    }

    /// 5.1
    @Test
    void aSyncAddsTheVariantLabelToSelectorsWhereItIsAskedFor() {
        var options = new KubernetesStage.Sync(true, false, true, Duration.ofMinutes(1), Duration.ofMinutes(1));
        var objects = StageObjects.sync(config("", List.of()), shop, options).objects();
        assertThat(selector(objects.getFirst())).isEqualTo("primary primary");
        assertThat(selector(objects.get(1))).isEqualTo("primary primary");
        assertThat(selector(objects.get(2))).isBlank();
        var stores = config("", List.of(new WorkloadReference("StatefulSet", "")));
        assertThat(selector(StageObjects.sync(stores, shop, options).objects().get(2)))
                .isEqualTo("primary primary");
        assertThat(selector(StageObjects.sync(stores, shop, Given.sync(false))
                        .objects()
                        .get(2)))
                .isBlank();
    }

    /// 5.1
    @Test
    void aSyncOfNothingIsNoFault() {
        assertThat(StageObjects.sync(config("", List.of()), List.of(), Given.sync(true))
                        .objects())
                .isEmpty();
    }

    /// 5.2
    @Test
    void primaryWorkloadsKeepTheirNamesAndServicesAreCopiedWhereItIsAskedFor() {
        var stage = StageObjects.primary(config("web", List.of()), shop, Given.primary(true, true), false);
        assertThat(stage.objects())
                .extracting(Manifest::title)
                .startsWith("Deployment web")
                .endsWith("Service web-primary");
        assertThat(stage.objects()).hasSize(shop.size() + 1);
        assertThat(Fields.text(stage.objects().getLast().body(), "spec", "selector", LABEL))
                .isEqualTo("primary");
        assertThat(stage.variant()).isEqualTo("primary");
        assertThat(stage.prune()).isEqualTo(StageObjects.Prune.FORMER);
        assertThatThrownBy(() ->
                        StageObjects.primary(config("nobody", List.of()), shop, Given.primary(true, false), false))
                .hasMessageContaining("createService: the manifests hold no Service nobody");
    }

    /// 5.3, 5.6
    @Test
    void aCanaryCopiesDeploymentsAndAllConfigurationAndNothingElse() {
        var stage = StageObjects.canary(config("web", List.of()), shop, Given.canary("20%", true));
        assertThat(stage.objects())
                .extracting(Manifest::title)
                .containsExactly(
                        "Service web-canary",
                        "ConfigMap unused-canary",
                        "Deployment web-canary",
                        "Deployment worker-canary");
        assertThat(stage.objects().get(2).body().at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(stage.objects().get(3).body().at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(selector(stage.objects().get(3))).isEqualTo("canary canary");
    }

    /// 5.3
    @Test
    void aSuffixAndALabelOfTheAuthorsOwnAreUsed() {
        var given = config("web", List.of());
        var labelled = new KubernetesConfig(
                given.input(),
                given.quickSync(),
                given.service(),
                given.workloads(),
                given.trafficRouting(),
                new VariantLabel("example.com/v", "first", "bird", "ground"),
                List.of());
        var options = new KubernetesStage.CanaryRollout(
                Replicas.parse("1"), "yellow", true, List.of(), true, Duration.ofMinutes(1), Duration.ofMinutes(1));
        var stage = StageObjects.canary(labelled, shop, options);
        assertThat(stage.objects()).extracting(Manifest::name).startsWith("web-yellow", "unused-yellow");
        assertThat(Fields.text(stage.objects().getFirst().body(), "spec", "selector", "example.com/v"))
                .isEqualTo("bird");
        assertThat(stage.variant()).isEqualTo("bird");
        assertThat(StageObjects.canary(labelled, shop, Given.canary("1", false)).objects())
                .extracting(Manifest::name)
                .contains("web-bird");
    }

    /// 5.3
    @Test
    void aCanaryOfNothingIsRefused() {
        var config = config("", List.of());
        assertThatThrownBy(() -> StageObjects.canary(config, List.of(), Given.canary("1", false)))
                .hasMessageContaining("manifests: none");
        var services = shop.stream()
                .filter(manifest -> manifest.kind().equals("Service"))
                .toList();
        assertThatThrownBy(() -> StageObjects.canary(config, services, Given.canary("1", false)))
                .hasMessageContaining("workloads: none among the manifests");
        var stores = config("", List.of(new WorkloadReference("StatefulSet", "store")));
        assertThatThrownBy(() -> StageObjects.canary(stores, shop, Given.canary("1", false)))
                .hasMessageContaining("StatefulSet store: unsupported workload kind");
        assertThatThrownBy(() -> StageObjects.canary(config("nobody", List.of()), shop, Given.canary("1", true)))
                .hasMessageContaining("createService: the manifests hold no Service nobody");
    }

    /// 5.7
    @Test
    void aPatchOfConfigurationReachesTheCanarysCopyOnly() {
        var stage = StageObjects.canary(
                config("", List.of()),
                shop,
                Given.canary("1", false, Given.patch("ConfigMap", "unused", "$.data.a", "c")));
        assertThat(stage.objects().getFirst().body().at("/data/a").asText()).isEqualTo("c");
        assertThat(Given.manifests(SHOP)).isEqualTo(shop);
    }

    /// 5.3 step 7, 7
    @Test
    void configurationIsRenamedEverywhereButWherePipeCdLeavesIt() {
        var manifests = Given.manifests("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  template:
                    spec:
                      imagePullSecrets: [{name: s}]
                      containers:
                      - name: app
                        env:
                        - {name: A, valueFrom: {configMapKeyRef: {name: c, key: a}}}
                        - {name: B, valueFrom: {secretKeyRef: {name: s, key: a}}}
                        - {name: C, valueFrom: {configMapKeyRef: {name: foreign, key: a}}}
                        envFrom: [{configMapRef: {name: c}}, {secretRef: {name: s}}]
                      initContainers:
                      - name: first
                        envFrom: [{configMapRef: {name: c}}, {secretRef: {name: s}}]
                      volumes:
                      - {name: one, configMap: {name: c}}
                      - {name: two, secret: {secretName: s}}
                      - {name: three, projected: {sources: [{configMap: {name: c}}, {secret: {name: s}}]}}
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: b}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: s}, data: {a: Yg==}}
                """);
        var canary = StageObjects.canary(config("", List.of()), manifests, Given.canary("1", false));
        var copy = Json.write(canary.objects().getLast().body());
        assertThat(copy.split("c-canary", -1)).hasSize(5);
        assertThat(copy.split("s-canary", -1)).hasSize(5);
        assertThat(copy)
                .contains("\"imagePullSecrets\":[{\"name\":\"s\"}]")
                .contains("\"sources\":[{\"configMap\":{\"name\":\"c\"}},{\"secret\":{\"name\":\"s\"}}]")
                .contains("\"name\":\"foreign\"")
                .doesNotContain(ConfigHash.ANNOTATION);
        assertThat(Json.write(StageObjects.sync(config("", List.of()), manifests, Given.sync(false))
                        .objects()
                        .getFirst()
                        .body()))
                .contains(ConfigHash.ANNOTATION);
        assertThat(Json.write(StageObjects.primary(config("", List.of()), manifests, Given.primary(false, false), false)
                        .objects()
                        .getFirst()
                        .body()))
                .contains(ConfigHash.ANNOTATION);
    }

    /// 5.9
    @Test
    void aRollbackIsTheQuickSyncOfWhatRan() {
        var given = config("", List.of());
        var quick = new KubernetesStage.Sync(true, true, false, Duration.ofMinutes(1), Duration.ofMinutes(1));
        var config = new KubernetesConfig(
                given.input(),
                quick,
                given.service(),
                given.workloads(),
                given.trafficRouting(),
                given.variantLabel(),
                List.of());
        var back = StageObjects.rollback(config, shop);
        assertThat(selector(back.objects().getFirst())).isEqualTo("primary primary");
        assertThat(back.variant()).isEqualTo("primary");
        assertThat(back.prune()).isEqualTo(StageObjects.Prune.ALL_ELSE);
        assertThat(back.readiness().waitForReady()).isFalse();
    }

    private static KubernetesConfig config(String service, List<WorkloadReference> workloads) {
        var given = Given.config(Method.PODSELECTOR, "");
        return new KubernetesConfig(
                given.input(),
                given.quickSync(),
                new ServiceReference("Service", service),
                workloads,
                given.trafficRouting(),
                given.variantLabel(),
                List.of());
    }

    private static String selector(Manifest workload) {
        return Fields.text(workload.body(), "spec", "selector", "matchLabels", LABEL) + " "
                + Fields.text(workload.body(), "spec", "template", "metadata", "labels", LABEL);
    }
}
