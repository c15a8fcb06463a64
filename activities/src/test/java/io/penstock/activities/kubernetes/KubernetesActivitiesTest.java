package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.penstock.activities.Acknowledgements;
import io.penstock.activities.bundle.Bundles;
import io.penstock.activities.bundle.SealingKey;
import io.penstock.activities.door.DoorClient;
import io.penstock.activities.door.DoorDouble;
import io.penstock.activities.door.Redactor;
import io.penstock.activities.door.StageLogs;
import io.penstock.activities.door.Views;
import io.penstock.activities.git.GitAccess;
import io.penstock.activities.git.GitWork;
import io.penstock.activities.git.Mirrors;
import io.penstock.activities.git.Remote;
import io.penstock.workflows.Failures;
import io.penstock.workflows.Json;
import io.penstock.workflows.deployment.Fence;
import io.penstock.workflows.deployment.PlanFacts.CommitMatch;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.id.RepositoryId;
import io.penstock.workflows.kubernetes.KubernetesActivities;
import io.penstock.workflows.kubernetes.KubernetesActivities.Applied;
import io.penstock.workflows.kubernetes.KubernetesActivities.RenderRequest;
import io.penstock.workflows.kubernetes.KubernetesActivities.Rendered;
import io.penstock.workflows.kubernetes.KubernetesActivities.Source;
import io.penstock.workflows.kubernetes.KubernetesActivities.StageRequest;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.failure.ActivityFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The activities as a worker calls them: a real repository, a real API server, a door by hand.
@Timeout(180)
class KubernetesActivitiesTest {
    private static final RepositoryId SHOP = new RepositoryId("shop");
    private static final String CONFIG = """
            apiVersion: pipecd.dev/v1beta1
            kind: KubernetesApp
            spec:
              name: web
              input: {namespace: %s}
              commitMatcher: {quickSync: "^docs"}
              pipeline:
                stages:
                - name: K8S_CANARY_ROLLOUT
                  with: {replicas: 1}
                - name: WAIT
                  with: {duration: 1s, skipOn: {commitMessagePrefixes: [hotfix]}}
                - name: K8S_PRIMARY_ROLLOUT
                - name: K8S_CANARY_CLEAN
            """;

    private final TestCluster.Place place = TestCluster.place();
    private final DeploymentId deployment = new DeploymentId(UUID.randomUUID().toString());

    private final Acknowledgements acknowledgements = new Acknowledgements();

    @TempDir
    private Path folder;

    private Thread gate;

    private GitWork work;
    private DoorDouble door;
    private DoorClient client;
    private Mirrors mirrors;
    private StageLogs logs;
    private Views views;
    private TestActivityEnvironment environment;
    private KubernetesActivities kubernetes;

    @BeforeEach
    void open() throws IOException {
        work = new GitWork(folder);
        door = new DoorDouble();
        client = door.client();
        mirrors = new Mirrors(
                List.of(new Remote(SHOP, work.bare().toString(), "main")), GitAccess.NONE, folder.resolve("mirrors"));
        var redactor = new Redactor(List.of());
        views = new Views(client);
        logs = new StageLogs(client, redactor, folder.resolve("logs"));
        var sealing = new Bundles.Sealing("home", new ClusterName("tokyo"), List.of(SealingKey.of("1", new byte[32])));
        gate = Thread.ofVirtual().start(this::acknowledge);
        environment = TestActivityEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(DefaultDataConverter.newDefaultInstance()
                                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Json.wire())))
                        .build())
                .build());
        environment.registerActivitiesImplementations(new KubernetesActivitiesImpl(new KubernetesActivitiesImpl.Parts(
                "piped-1",
                place.cluster(),
                mirrors,
                new Bundles(sealing, client, folder.resolve("bundles")),
                logs,
                client,
                views,
                redactor,
                acknowledgements)));
        kubernetes = environment.newActivityStub(KubernetesActivities.class);
        write(CONFIG.formatted(place.namespace()), Given.WEB.replace(", nodePort: 30080", ""));
    }

    @AfterEach
    void close() throws IOException {
        gate.interrupt();
        environment.close();
        logs.close();
        views.close();
        mirrors.close();
        client.close();
        door.close();
    }

    @Test
    void rendersAppliesWaitsAndCleans() {
        work.push("begin");
        var first = render(null);
        assertThat(first.facts().summary()).isEqualTo("web: nginx 1.25");
        assertThat(first.facts().workloads()).isFalse();
        assertThat(door.bundles).containsKey(first.bundle().value());
        assertThat(kubernetes.apply(stage(first.bundle(), null, Source.QUICK_SYNC, new Fence(0, 1, 0))))
                .isEqualTo(new Applied(4, 0, 0, 0, 1));
        kubernetes.awaitReady(stage(first.bundle(), null, Source.QUICK_SYNC, new Fence(0, 1, 0)));

        work.write("web/web.yaml", Given.WEB.replace(", nodePort: 30080", "").replace("1.25", "1.26"));
        work.push("hotfix: the next one");
        var second = render(first.bundle());
        assertThat(second.contentDigest()).isNotEqualTo(first.contentDigest());
        assertThat(second.facts().summary()).isEqualTo("web: nginx 1.25 → 1.26");
        assertThat(second.facts().podTemplateChange())
                .isEqualTo("Deployment web: spec.template.spec.containers.0.image");
        assertThat(second.facts().configurationChange()).isNull();
        assertThat(second.facts().workloads()).isTrue();
        assertThat(second.facts().skipped()).containsExactly(1);
        assertThat(render(first.bundle()).contentDigest()).isEqualTo(second.contentDigest());

        shows(first, "4 objects change: 4 added");
        shows(second, "Deployment web changes");

        var canary = stage(second.bundle(), first.bundle(), Source.PIPELINE, new Fence(0, 2, 0));
        assertThat(kubernetes.apply(canary)).isEqualTo(new Applied(3, 0, 0, 0, 1));
        kubernetes.awaitReady(canary);
        assertThat(place.live("deployments", "web-canary")).isNotNull();
        var clean = new StageRequest(
                deployment, place.application(), second.bundle(), null, Source.PIPELINE, 3, new Fence(0, 2, 3));
        assertThat(kubernetes.clean(clean).deleted()).isEqualTo(3);
        assertThat(kubernetes.clean(clean).deleted()).isZero();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(door.lines.stream()
                                .flatMap(lines -> lines.lines().stream())
                                .map(Door.Line::text))
                        .contains("created Deployment web-canary", "deleted Deployment web-canary"));
    }

    @Test
    void rendersTheCommitAgainWhereItsBundleCannotBeOpened() {
        work.push("begin");
        var first = render(null);
        var again = kubernetes.render(new RenderRequest(
                deployment,
                place.application(),
                "web",
                SHOP,
                "web",
                "app.pipecd.yaml",
                first.commit().hash(),
                null,
                new BlobId("f".repeat(64))));
        assertThat(again.contentDigest()).isEqualTo(first.contentDigest());
        assertThat(again.facts().renderedAgain()).contains("the control plane no longer has it");
        assertThat(first.facts().renderedAgain()).isNull();
    }

    @Test
    void countsWhatACommitNoLongerContains() {
        work.push("begin");
        var first = render(null);
        assertThat(first.facts().removed()).isZero();
        work.write("web/web.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: left}\n")
                .push("all but one");
        assertThat(render(first.bundle()).facts().removed()).isEqualTo(4);
    }

    @Test
    void takesAStoredBundleInPlaceOfACommitWithoutGit() {
        work.push("begin");
        var first = render(null);
        work.write("web/web.yaml", Given.WEB.replace("1.25", "1.26")).push("the next one");
        var second = render(first.bundle());
        var back = kubernetes.render(new RenderRequest(
                deployment,
                place.application(),
                "web",
                new RepositoryId("gone"),
                "web",
                "app.pipecd.yaml",
                first.commit().hash(),
                second.bundle(),
                first.bundle()));
        assertThat(back.bundle()).isEqualTo(first.bundle());
        assertThat(back.contentDigest()).isEqualTo(first.contentDigest());
        assertThat(back.commit()).isEqualTo(first.commit());
        assertThat(back.facts().summary()).isEqualTo("web: nginx 1.26 → 1.25");
    }

    @Test
    void namesWhatTheAuthorMustMend() {
        write(CONFIG.formatted(place.namespace()).replace("commitMatcher", "commitMatchers"), Given.WEB);
        work.push("a wrong key");
        refused("commitMatchers");
        write(CONFIG.formatted(place.namespace()), Given.WEB + "---\nkind: Nothing\n");
        work.push("a wrong manifest");
        refused("web/web.yaml:37: apiVersion: missing");
        write(CONFIG.formatted(place.namespace()).replace("input: {", "input: {helmChart: {path: x}, "), Given.WEB);
        work.push("a chart");
        refused("input.helmChart: Helm is not built yet");
        write(
                CONFIG.formatted(place.namespace()).replace("input: {", "input: {manifests: [nothing.yaml], "),
                Given.WEB);
        work.push("a missing file");
        refused("input.manifests: nothing.yaml is not in commit");
        write(CONFIG.formatted(place.namespace()), Given.WEB);
        work.write("web/kustomization.yaml", "resources: []\n").push("kustomize");
        refused("Kustomize is not built yet");
    }

    @Test
    void takesALinkThatLeadsNowhereForNoAbsentFile() throws IOException {
        var link = work.tree().resolve("web/more.yaml");
        Files.createSymbolicLink(link, Path.of("/etc/passwd"));
        work.push("a link out of the repository");
        refused("web/more.yaml: a symbolic link to no file of the repository");
        Files.delete(link);
        var own = work.tree().resolve("web/app.pipecd.yaml");
        Files.delete(own);
        Files.createSymbolicLink(own, Path.of("nowhere"));
        work.push("no configuration");
        refused("web/app.pipecd.yaml: a symbolic link to no file of the repository");
    }

    @Test
    void matchesTheCommitsMessage() {
        work.push("docs: a word");
        assertThat(render(null).facts().commitMatcher()).isEqualTo(CommitMatch.QUICK_SYNC);
        work.push("code");
        assertThat(render(null).facts().commitMatcher()).isEqualTo(CommitMatch.NONE);
    }

    @Test
    void parksARepositoryThatItDoesNotKnow() {
        var request = new RenderRequest(
                deployment,
                place.application(),
                "web",
                new RepositoryId("other"),
                "web",
                "app.pipecd.yaml",
                null,
                null,
                null);
        assertThatThrownBy(() -> kubernetes.render(request))
                .isInstanceOfSatisfying(
                        ActivityFailure.class, e -> assertThat(Failures.type(e)).isEqualTo(Failures.PARKED));
    }

    /// What people see of a rendering arrives by itself, and without the value of the Secret.
    private void shows(Rendered rendered, String sentence) {
        var id = Door.Changes.viewId(deployment, rendered.bundle());
        await().atMost(Duration.ofSeconds(10)).until(() -> door.views.containsKey(id));
        var view = Objects.requireNonNull(door.views.get(id));
        assertThat(Json.read(view, Door.Changes.class).sentence()).isEqualTo(sentence);
        assertThat(view).doesNotContain("c2VjcmV0");
    }

    /// The test environment has no gate that acknowledges heartbeats.
    private void acknowledge() {
        try {
            while (true) {
                acknowledgements.begin("test-task-token".getBytes(StandardCharsets.UTF_8));
                Thread.sleep(200);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void refused(String sentence) {
        assertThatThrownBy(() -> render(null)).isInstanceOfSatisfying(ActivityFailure.class, e -> {
            assertThat(Failures.type(e)).isEqualTo(Failures.CONFIGURATION);
            assertThat(Failures.sentence(e)).contains(sentence);
        });
    }

    private Rendered render(@Nullable BlobId running) {
        return kubernetes.render(new RenderRequest(
                deployment, place.application(), "web", SHOP, "web", "app.pipecd.yaml", null, running, null));
    }

    private StageRequest stage(BlobId bundle, @Nullable BlobId running, Source source, Fence fence) {
        return new StageRequest(deployment, place.application(), bundle, running, source, 0, fence);
    }

    private void write(String config, String manifests) {
        work.write("web/app.pipecd.yaml", config).write("web/web.yaml", manifests);
    }
}
