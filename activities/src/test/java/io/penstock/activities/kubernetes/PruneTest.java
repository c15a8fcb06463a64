package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.activities.bundle.Bundle;
import io.penstock.workflows.Failures;
import io.penstock.workflows.config.KubernetesConfig;
import io.penstock.workflows.config.KubernetesConfig.TrafficRouting.Method;
import io.penstock.workflows.config.KubernetesInput;
import io.penstock.workflows.deployment.Fence;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.kubernetes.KubernetesActivities.Source;
import io.penstock.workflows.kubernetes.KubernetesActivities.StageRequest;
import io.penstock.workflows.stage.KubernetesStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What stages delete and what they leave, against a real API server.
@Timeout(180)
class PruneTest {
    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: app, image: "nginx:1.25"}]}
            """;
    private static final String OLD = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: old}\n";

    private final TestCluster.Place place = TestCluster.place();
    private final KubernetesConfig config = Given.config(Method.PODSELECTOR, place.namespace());
    private final List<String> log = new ArrayList<>();

    @Test
    void aPrimaryRolloutTakesAwayWhatTheCommitNoLongerHasButNotTheRoutes() throws Exception {
        define("networking.istio.io", "VirtualService", "virtualservices");
        var istio = Given.config(Method.ISTIO, place.namespace());
        var routes = "---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web}\n";
        var running = Given.bundle(place.application(), WEB + OLD + routes, istio);
        run(running, PruneTest::none, Source.QUICK_SYNC, new Fence(0, 1, 0)).apply();
        var next = Given.bundle(place.application(), WEB + routes, istio, Given.primary(false, true));
        assertThat(run(next, () -> running, Source.PIPELINE, new Fence(0, 2, 0))
                        .apply()
                        .deleted())
                .isEqualTo(1);
        assertThat(log).contains("deleted ConfigMap old");
        assertThat(place.cluster()
                        .server()
                        .find("/apis/networking.istio.io/v1/namespaces/" + place.namespace() + "/virtualservices/web"))
                .isNotNull();
    }

    @Test
    void aKindThatIsGoneIsNoFailedList() throws Exception {
        var group = "g" + place.namespace() + ".example.com";
        define(group, "Thing", "things");
        var thing = "---\napiVersion: " + group + "/v1\nkind: Thing\nmetadata: {name: one}\n";
        var first = Given.bundle(place.application(), WEB + thing, config);
        run(first, PruneTest::none, Source.QUICK_SYNC, new Fence(0, 1, 0)).apply();
        var definition = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things." + group;
        place.send(ApiRequest.delete(definition, Fields.object()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> place.cluster().server().find(definition) == null);
        var second = Given.bundle(place.application(), WEB + OLD, pruning());
        assertThat(run(second, () -> first, Source.QUICK_SYNC, new Fence(0, 2, 0))
                        .apply()
                        .deleted())
                .isZero();
        var third = Given.bundle(place.application(), WEB, pruning());
        assertThat(run(third, () -> second, Source.QUICK_SYNC, new Fence(0, 3, 0))
                        .apply()
                        .deleted())
                .isEqualTo(1);
    }

    /// Services go before workloads, workloads before the rest, definitions last.
    @Test
    void aPruneDeletesInOrder() throws Exception {
        var group = "h" + place.namespace() + ".example.com";
        var all = Given.WEB.replace(", nodePort: 30080", "") + "---\n" + definition(group, "Thing", "things")
                + "---\napiVersion: " + group + "/v1\nkind: Thing\nmetadata: {name: one}\n";
        var first = Given.bundle(place.application(), all, config);
        run(first, PruneTest::none, Source.QUICK_SYNC, new Fence(0, 1, 0)).apply();
        var nothing = Given.bundle(place.application(), OLD, pruning());
        run(nothing, () -> first, Source.QUICK_SYNC, new Fence(0, 2, 0)).apply();
        assertThat(log.stream().filter(line -> line.startsWith("deleted ")))
                .containsExactly(
                        "deleted Service web",
                        "deleted Deployment web",
                        "deleted ConfigMap web-config",
                        "deleted Secret web-token",
                        "deleted Thing one",
                        "deleted CustomResourceDefinition things." + group);
    }

    /// What merely bears the application's label, as copies that controllers make do, is nobody's to prune.
    @Test
    void aLabelAloneIsNoMark() throws Exception {
        place.send(ApiRequest.post(
                place.path("configmaps", "").replaceFirst("/$", ""),
                Given.object("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: copied, labels: {"
                        + "pipecd.dev/managed-by: piped, pipecd.dev/application: " + place.application() + "}}\n")));
        var bundle = Given.bundle(place.application(), WEB, pruning());
        assertThat(run(bundle, PruneTest::none, Source.QUICK_SYNC, new Fence(0, 1, 0))
                        .apply()
                        .deleted())
                .isZero();
        assertThat(place.live("configmaps", "copied")).isNotNull();
    }

    @Test
    void whatThePipedMayNotTouchIsNotPruned() throws Exception {
        var first = Given.bundle(place.application(), WEB + OLD, config);
        run(first, PruneTest::none, Source.QUICK_SYNC, new Fence(0, 1, 0)).apply();
        var second = Given.bundle(place.application(), WEB, pruning());
        try (var limited = TestCluster.connect(new Limits(Set.of(place.namespace()), Set.of("Deployment")))) {
            var part = part(second, () -> first, Source.QUICK_SYNC, new Fence(0, 2, 0));
            assertThat(new StageRun(limited, part, TestCluster.alive(), log::add)
                            .apply()
                            .deleted())
                    .isZero();
        }
        assertThat(place.live("configmaps", "old")).isNotNull();
    }

    @Test
    void namespacesAreMadeWhereTheManifestsSay() throws Exception {
        var namespace = place.namespace() + "-made";
        var given = Given.config(Method.PODSELECTOR, "");
        var input = given.input();
        var making = new KubernetesConfig(
                new KubernetesInput(
                        input.manifests(),
                        "",
                        "",
                        input.kustomizeOptions(),
                        "",
                        null,
                        input.helmOptions(),
                        "",
                        null,
                        true,
                        List.of()),
                given.quickSync(),
                given.service(),
                given.workloads(),
                given.trafficRouting(),
                given.variantLabel(),
                List.of());
        var bundle = Given.bundle(
                place.application(), OLD.replace("name: old", "name: old, namespace: " + namespace), making);
        assertThat(run(bundle, PruneTest::none, Source.QUICK_SYNC, new Fence(0, 1, 0))
                        .apply()
                        .created())
                .isEqualTo(1);
        assertThat(run(bundle, PruneTest::none, Source.QUICK_SYNC, new Fence(0, 2, 0))
                        .apply()
                        .unchanged())
                .isEqualTo(1);
    }

    @Test
    void aRunningBundleThatNobodyCanOpenStopsOnlyWhoNeedsIt() throws Exception {
        Supplier<@Nullable Bundle> lost = () -> {
            throw Failures.stage("the bundle cannot be opened: its key is gone");
        };
        var bundle =
                Given.bundle(place.application(), WEB, config, Given.canary("1", false), Given.primary(false, true));
        assertThat(run(bundle, lost, Source.QUICK_SYNC, new Fence(0, 1, 0))
                        .apply()
                        .created())
                .isEqualTo(1);
        assertThat(run(bundle, lost, Source.PIPELINE, new Fence(0, 2, 0))
                        .apply()
                        .created())
                .isEqualTo(1);
        var pruning = Given.bundle(place.application(), WEB, config, Given.primary(false, true));
        assertThatThrownBy(() ->
                        run(pruning, lost, Source.PIPELINE, new Fence(0, 3, 0)).apply())
                .hasMessageContaining("its key is gone");
    }

    @Test
    void nobodyWaitsWhereTheAuthorDoesNotWantIt() throws Exception {
        var impatient = new KubernetesStage.Sync(false, false, false, Duration.ofMinutes(1), Duration.ofMinutes(1));
        var hasty = Given.bundle(place.application(), WEB.replace("nginx:1.25", "nginx:unpullable"), config, impatient);
        var run = run(hasty, PruneTest::none, Source.PIPELINE, new Fence(0, 1, 0));
        assertThat(run.apply().workloads()).isZero();
        run.awaitReady(ReadinessWait.Seen.NOTHING, new ReadinessWait.Told(log::add, _ -> {}, _ -> {}));
    }

    private KubernetesConfig pruning() {
        return new KubernetesConfig(
                config.input(),
                Given.sync(true),
                config.service(),
                config.workloads(),
                config.trafficRouting(),
                config.variantLabel(),
                List.of());
    }

    private static @Nullable Bundle none() {
        return null;
    }

    private StageRun run(Bundle bundle, Supplier<@Nullable Bundle> running, Source source, Fence fence) {
        return new StageRun(place.cluster(), part(bundle, running, source, fence), TestCluster.alive(), log::add);
    }

    private StageRun.Of part(Bundle bundle, Supplier<@Nullable Bundle> running, Source source, Fence fence) {
        var request = new StageRequest(
                new DeploymentId(UUID.randomUUID().toString()),
                place.application(),
                new BlobId("c".repeat(64)),
                null,
                source,
                0,
                fence);
        return new StageRun.Of(request, bundle, running, "piped-1");
    }

    private static String definition(String group, String kind, String plural) {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %s.%s}
                spec:
                  group: %s
                  scope: Namespaced
                  names: {kind: %s, plural: %s, singular: %s}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.formatted(plural, group, group, kind, plural, kind.toLowerCase(Locale.ROOT));
    }

    private void define(String group, String kind, String plural) {
        ObjectNode definition = Given.object(definition(group, kind, plural));
        place.send(ApiRequest.post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> place.cluster().types().find(group + "/v1", kind).isPresent());
    }
}
