package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.activities.kubernetes.FencedWriter.Outcome;
import io.penstock.activities.kubernetes.FencedWriter.Target;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.CommitId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a real API server.
@Timeout(120)
class FencedWriterTest {
    private static final String CONFIG =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: one, b: two}\n";

    private static final String AUTOSCALER = """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              minReplicas: 1
              maxReplicas: 9
            """;

    private final TestCluster.Place place = TestCluster.place();

    @Test
    void createsThenUpdatesThenLeavesAlone() throws Exception {
        assertThat(place.writer(1, 0).apply(target(CONFIG, 1))).isEqualTo(Outcome.CREATED);
        assertThat(place.writer(1, 0).apply(target(CONFIG, 1))).isEqualTo(Outcome.UNCHANGED);
        assertThat(place.writer(2, 0).apply(target(CONFIG, 2))).isEqualTo(Outcome.UNCHANGED);
        var changed = CONFIG.replace(", b: two", "").replace("one", "three");
        assertThat(place.writer(3, 0).apply(target(changed, 3))).isEqualTo(Outcome.UPDATED);
        var live = live();
        assertThat(CanonicalJson.of(live.path("data"))).isEqualTo("{\"a\":\"three\"}");
        assertThat(Fields.text(live, "metadata", "annotations", Marks.FENCE)).isEqualTo("0.3.0");
        assertThat(Fields.text(live, "metadata", "labels", Marks.APPLICATION))
                .isEqualTo(place.application().value());
        assertThat(Fields.maps(live, "metadata", "managedFields"))
                .singleElement()
                .satisfies(entry -> assertThat(Fields.text(entry, "manager") + " " + Fields.text(entry, "operation"))
                        .isEqualTo("penstock Apply"));
    }

    @Test
    void theAuditLogTellsWhichDeploymentsStepWrote() throws Exception {
        place.writer(1, 2).apply(target(CONFIG, 1));
        place.writer(1, 3).delete(type("ConfigMap"), live());
        var us = "penstock-piped application/" + place.application() + " fence/0.1.";
        await().untilAsserted(() -> assertThat(TestCluster.writers(place.namespace()))
                .containsExactly("patch " + us + "2", "delete " + us + "3"));
    }

    @Test
    void givesUpBeforeAHigherFence() throws Exception {
        place.writer(5, 2).apply(target(CONFIG, 5));
        assertThatThrownBy(() -> place.writer(5, 1).apply(target(CONFIG.replace("one", "old"), 5)))
                .hasMessageContaining("was written by a newer deployment")
                .hasMessageContaining("type='Fenced'");
        assertThatThrownBy(() -> place.writer(4, 9).delete(type("ConfigMap"), live()))
                .hasMessageContaining("type='Fenced'");
        assertThat(live().path("data").path("a").asText()).isEqualTo("one");
    }

    @Test
    void refusesWhatAnotherApplicationOwns() throws Exception {
        place.writer(1, 0).apply(target(CONFIG, 1));
        var other = new ApplicationId(UUID.randomUUID().toString());
        var claim = new Claim(other, place.claim(9, 0).fence());
        var writer = new FencedWriter(place.cluster(), claim, TestCluster.alive());
        assertThatThrownBy(() -> writer.apply(target(CONFIG, 9)))
                .hasMessageContaining("belongs to application " + place.application())
                .hasMessageContaining("penstock.io/hand-over: " + other)
                .hasMessageContaining("StageFailure");
    }

    @Test
    void takesWhatAnotherApplicationHandsOverAndKeepsIt() throws Exception {
        var other = new TestCluster.Place(
                place.cluster(),
                place.namespace(),
                new ApplicationId(UUID.randomUUID().toString()));
        var handed = CONFIG.replace(
                "name: web", "name: web, annotations: {penstock.io/hand-over: \"" + other.application() + "\"}");
        place.writer(9, 0).apply(target(handed, 9));
        var taken = target(CONFIG.replace("one", "taken"), 1).manifest().copy();
        Fields.make(taken.body(), "metadata", "annotations")
                .put(Marks.APPLICATION, other.application().value());
        other.writer(1, 0).apply(new Target(taken, type("ConfigMap"), place.namespace()));
        assertThat(live().at("/data/a").asText()).isEqualTo("taken");
        assertThat(Marks.read(live(), Marks.APPLICATION))
                .isEqualTo(other.application().value());
        assertThatThrownBy(() -> place.writer(10, 0).apply(target(handed, 10)))
                .hasMessageContaining("belongs to application " + other.application());
    }

    /// The names under which kubectl of any version, PipeCD's agent and Helm have written.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubectl-client-side-apply",
                "kubectl-create",
                "kubectl-replace",
                "kubectl",
                "piped",
                "helm",
                "Helm",
                "before-first-apply"
            })
    void takesTheFieldsOfAFormerManagerOver(String manager) throws Exception {
        create(manager);
        place.writer(1, 0).apply(target(CONFIG.replace(", b: two", ""), 1));
        assertThat(CanonicalJson.of(live().path("data"))).isEqualTo("{\"a\":\"one\"}");
    }

    @Test
    void takesTheFieldsOfAServerSideApplyOfKubectlOver() throws Exception {
        place.send(new ApiRequest(
                "PATCH",
                place.path("configmaps", "web"),
                List.of("fieldManager", "kubectl"),
                "application/apply-patch+yaml",
                Given.object(CONFIG),
                null));
        place.writer(1, 0).apply(target(CONFIG.replace(", b: two", ""), 1));
        assertThat(CanonicalJson.of(live().path("data"))).isEqualTo("{\"a\":\"one\"}");
    }

    /// Whoever else writes keeps what is his: only what Git says is forced.
    @Test
    void leavesTheFieldsOfOthersAlone() throws Exception {
        create("somebody-else");
        place.writer(1, 0).apply(target(CONFIG.replace(", b: two", "").replace("one", "three"), 1));
        assertThat(CanonicalJson.of(live().path("data"))).isEqualTo("{\"a\":\"three\",\"b\":\"two\"}");
    }

    private void create(String manager) {
        place.send(new ApiRequest(
                "POST",
                place.path("configmaps", "").replaceFirst("/$", ""),
                List.of("fieldManager", manager),
                "application/json",
                Given.object(CONFIG),
                null));
    }

    @Test
    void takesTheFieldsOfKubectlOver() throws Exception {
        var before = Given.object(CONFIG);
        Fields.make(before, "metadata", "annotations").put("kubectl.kubernetes.io/last-applied-configuration", "{}");
        var created = new ApiRequest(
                "POST",
                place.path("configmaps", "").replaceFirst("/$", ""),
                List.of("fieldManager", "kubectl-client-side-apply"),
                "application/json",
                before,
                null);
        place.send(created);
        assertThat(place.writer(1, 0).apply(target(CONFIG.replace(", b: two", ""), 1)))
                .isEqualTo(Outcome.UPDATED);
        assertThat(CanonicalJson.of(live().path("data"))).isEqualTo("{\"a\":\"one\"}");
        assertThat(Fields.text(live(), "metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"))
                .isEmpty();
    }

    @Test
    void leavesTheReplicasToAnAutoscaler() throws Exception {
        place.writer(1, 0).apply(target(web(3), 1));
        place.writer(1, 0).apply(target(AUTOSCALER, 1));
        var scale = Fields.array();
        scale.addObject().put("op", "replace").put("path", "/spec/replicas").put("value", 7);
        place.send(ApiRequest.jsonPatch(place.path("deployments", "web"), scale));
        await().atMost(Duration.ofSeconds(5))
                .until(() -> place.cluster()
                        .isAutoscaled(target(web(3), 1).manifest().key()));
        assertThat(place.writer(2, 0).apply(target(web(3), 2))).isEqualTo(Outcome.UNCHANGED);
        assertThat(Objects.requireNonNull(place.live("deployments", "web"))
                        .path("spec")
                        .path("replicas")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void leavesTheReplicasToAnAutoscalerWhenGitNoLongerSaysThem() throws Exception {
        place.writer(1, 0).apply(target(web(3), 1));
        place.writer(1, 0).apply(target(AUTOSCALER, 1));
        await().atMost(Duration.ofSeconds(5))
                .until(() -> place.cluster()
                        .isAutoscaled(target(web(3), 1).manifest().key()));
        place.writer(2, 0).apply(target(web(3).replace("replicas: 3", "revisionHistoryLimit: 2"), 2));
        assertThat(Objects.requireNonNull(place.live("deployments", "web"))
                        .path("spec")
                        .path("replicas")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void replacesWhereTheAuthorAsksForIt() throws Exception {
        var annotated =
                CONFIG.replace("{name: web}", "{name: web, annotations: {pipecd.dev/sync-by-replace: enabled}}");
        assertThat(place.writer(1, 0).apply(target(annotated, 1))).isEqualTo(Outcome.CREATED);
        assertThat(place.writer(2, 0).apply(target(annotated.replace(", b: two", ""), 2)))
                .isEqualTo(Outcome.UPDATED);
        assertThat(CanonicalJson.of(live().path("data"))).isEqualTo("{\"a\":\"one\"}");
        var forced = annotated.replace("sync-by-replace", "force-sync-by-replace");
        var uid = Live.uid(live());
        assertThat(place.writer(3, 0).apply(target(forced, 3))).isEqualTo(Outcome.UPDATED);
        assertThat(Live.uid(live())).isNotEqualTo(uid);
    }

    @Test
    void deletesOnlyWhatWasSeen() throws Exception {
        place.writer(1, 0).apply(target(CONFIG, 1));
        var seen = live();
        assertThat(place.writer(2, 0).delete(type("ConfigMap"), seen)).isTrue();
        assertThat(place.writer(2, 0).delete(type("ConfigMap"), seen)).isFalse();
        place.send(ApiRequest.post(
                place.path("configmaps", "").replaceFirst("/$", ""),
                Given.object("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n")));
        assertThat(place.writer(2, 0).delete(type("ConfigMap"), seen)).isFalse();
        assertThat(live().path("data").isMissingNode()).isTrue();
    }

    @Test
    void saysWhatTheServerSays() {
        var faulty = web(1).replace("containers:", "containerz:");
        assertThatThrownBy(() -> place.writer(1, 0).apply(target(faulty, 1)))
                .hasMessageContaining("Deployment web: ")
                .hasMessageContaining("containerz")
                .hasMessageContaining("StageFailure");
        assertThatThrownBy(() -> place.writer(1, 0)
                        .apply(target("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: 'hunter2!'}\n", 1)))
                .hasMessageContaining("Secret s: ")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void waitsWhileNoHeartbeatIsAcknowledged() throws Exception {
        var silence = new AtomicReference<>(Duration.ofSeconds(4));
        var writer =
                new FencedWriter(place.cluster(), place.claim(1, 0), new Vitality(silence::get, Duration.ofSeconds(5)));
        var wrote = new AtomicReference<Outcome>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                wrote.set(writer.apply(target(CONFIG, 1)));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Thread.sleep(500);
        assertThat(place.live("configmaps", "web")).isNull();
        silence.set(Duration.ZERO);
        thread.join();
        assertThat(wrote).hasValue(Outcome.CREATED);
    }

    @Test
    void staysWithinThePipedsLimits() throws Exception {
        try (var limited = TestCluster.connect(new Limits(Set.of(place.namespace()), Set.of("ConfigMap")))) {
            var targets = new Targets(limited, place.namespace());
            var config = Given.manifests(CONFIG);
            assertThat(targets.of(config.getFirst(), config).namespace()).isEqualTo(place.namespace());
            assertThatThrownBy(() -> new Targets(limited, "default").of(config.getFirst(), config))
                    .hasMessageContaining("may not touch the namespace default");
            var web = Given.manifests(web(1));
            assertThatThrownBy(() -> targets.of(web.getFirst(), web))
                    .hasMessageContaining("may not touch the kind Deployment");
            var writer = new FencedWriter(limited, place.claim(1, 0), TestCluster.alive());
            assertThat(writer.apply(target(CONFIG, 1))).isEqualTo(Outcome.CREATED);
        }
    }

    @Test
    void takesManifestsThatWereExportedFromACluster() throws Exception {
        var exported = CONFIG.replace(
                "{name: web}",
                "{name: web, uid: 0c1f0a4e-0000-4000-8000-000000000000, resourceVersion: \"77\", generation: 3, "
                        + "creationTimestamp: null, managedFields: [{manager: kubectl}]}");
        assertThat(place.writer(1, 0).apply(target(exported, 1))).isEqualTo(Outcome.CREATED);
    }

    @Test
    void neverCreatesByAnUpdate() throws Exception {
        place.writer(1, 0).apply(target(CONFIG, 1));
        var seen = live();
        var target = target(CONFIG, 2);
        var update = target.manifest().copy();
        Fields.make(update.body(), "metadata")
                .put("uid", Live.uid(seen))
                .put("resourceVersion", Live.resourceVersion(seen));
        place.writer(1, 0).delete(type("ConfigMap"), seen);
        assertThatThrownBy(() -> place.send(ApiRequest.apply(target.path(), update.body())))
                .isInstanceOfSatisfying(
                        ApiServerException.class,
                        e -> assertThat(e.isConflict()).isTrue());
        assertThat(place.live("configmaps", "web")).isNull();
        assertThat(place.writer(2, 0).apply(target)).isEqualTo(Outcome.CREATED);
    }

    private ObjectNode live() {
        return Objects.requireNonNull(place.live("configmaps", "web"));
    }

    private ResourceType type(String kind) {
        return place.cluster().types().find("v1", kind).orElseThrow();
    }

    private Target target(String text, long number) throws InterruptedException {
        var manifests = Given.manifests(text);
        var target = new Targets(place.cluster(), place.namespace()).of(manifests.getFirst(), manifests);
        var marks = new Marks(
                "piped-1", place.application(), new CommitId("a".repeat(40)), "pipecd.dev/variant", "primary");
        var step = number == 5 ? 2 : 0;
        return new Target(
                marks.on(target.manifest(), place.claim(number, step).fence()), target.type(), target.namespace());
    }

    private static String web(int replicas) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: app, image: "nginx:1"}]}
                """.formatted(replicas);
    }
}
