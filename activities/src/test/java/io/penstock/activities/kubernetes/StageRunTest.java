package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.penstock.activities.bundle.Bundle;
import io.penstock.workflows.config.KubernetesConfig;
import io.penstock.workflows.config.KubernetesConfig.TrafficRouting.Method;
import io.penstock.workflows.deployment.Fence;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.kubernetes.KubernetesActivities.Applied;
import io.penstock.workflows.kubernetes.KubernetesActivities.Cleaned;
import io.penstock.workflows.kubernetes.KubernetesActivities.Source;
import io.penstock.workflows.kubernetes.KubernetesActivities.StageRequest;
import io.penstock.workflows.stage.KubernetesStage;
import io.penstock.workflows.stage.Percent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whole stages against a real API server with its controllers.
@Timeout(180)
class StageRunTest {
    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: app, image: "nginx:1.25"}]}
            """;

    private static final String ALL = Given.WEB.replace(", nodePort: 30080", "");

    private final TestCluster.Place place = TestCluster.place();
    private final KubernetesConfig config = Given.config(Method.PODSELECTOR, place.namespace());
    private final KubernetesStage[] pipeline = {
        Given.canary("50%", false), Given.primary(false, false), new KubernetesStage.CanaryClean()
    };
    private final List<String> log = new ArrayList<>();

    @Test
    void syncsACanaryThroughItsStagesWithinTheBudgetOfCalls() throws Exception {
        var running = Given.bundle(place.application(), WEB, config, pipeline);
        assertThat(run(running, null, Source.QUICK_SYNC, fence(1, 0)).apply()).isEqualTo(new Applied(1, 0, 0, 0, 1));
        awaitReady(running, null, Source.QUICK_SYNC, fence(1, 0));
        assertThat(log).contains("created Deployment web", "Deployment web: 2 of 2 Pods available");

        var calls = TestCluster.auditLines();
        var next = Given.bundle(place.application(), WEB.replace("1.25", "1.26"), config, pipeline);
        assertThat(stage(next, running, 0, 2).apply()).isEqualTo(new Applied(1, 0, 0, 0, 1));
        assertThat(stage(next, running, 0, 2).awaitReady(ReadinessWait.Seen.NOTHING, told()))
                .isEqualTo(1);
        assertThat(stage(next, running, 1, 2).apply()).isEqualTo(new Applied(0, 1, 0, 0, 1));
        stage(next, running, 1, 2).awaitReady(ReadinessWait.Seen.NOTHING, told());
        assertThat(stage(next, running, 2, 2).clean()).isEqualTo(new Cleaned(1));

        assertThat(place.live("deployments", "web-canary")).isNull();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            var made = TestCluster.calls(place.namespace(), calls);
            assertThat(made.stream().filter(call -> call.matches("(create|update|patch|delete) .*")))
                    .containsExactly("patch deployments", "patch deployments", "delete deployments");
            assertThat(made.stream()
                            .filter(call -> call.matches("(get|list) .*"))
                            .count())
                    .as(made.toString())
                    .isLessThanOrEqualTo(3);
        });
    }

    @Test
    void repeatsAStageWithoutWritingAgain() throws Exception {
        var bundle = Given.bundle(place.application(), ALL, config, pipeline);
        assertThat(run(bundle, null, Source.QUICK_SYNC, fence(1, 0)).apply().created())
                .isEqualTo(4);
        assertThat(run(bundle, null, Source.QUICK_SYNC, fence(1, 0)).apply()).isEqualTo(new Applied(0, 0, 4, 0, 1));
    }

    @Test
    void prunesWhatGitNoLongerHas() throws Exception {
        var first = Given.bundle(place.application(), ALL, config, pipeline);
        run(first, null, Source.QUICK_SYNC, fence(1, 0)).apply();
        var pruning = new KubernetesConfig(
                config.input(),
                Given.sync(true),
                config.service(),
                config.workloads(),
                config.trafficRouting(),
                config.variantLabel(),
                config.resourceRoutes());
        var second = Given.bundle(place.application(), WEB, pruning, pipeline);
        assertThat(run(second, first, Source.QUICK_SYNC, fence(2, 0)).apply()).isEqualTo(new Applied(0, 1, 0, 3, 1));
        assertThat(log).contains("deleted Service web", "deleted ConfigMap web-config", "deleted Secret web-token");
        assertThat(place.live("services", "web")).isNull();
        assertThat(place.live("deployments", "web")).isNotNull();
    }

    @Test
    void rollsBackToTheRunningBundleAndRemovesTheCanary() throws Exception {
        var running = Given.bundle(place.application(), ALL, config, pipeline);
        run(running, null, Source.QUICK_SYNC, fence(1, 0)).apply();
        var next = Given.bundle(place.application(), ALL.replace("1.25", "1.26"), config, pipeline);
        stage(next, running, 0, 2).apply();
        stage(next, running, 1, 2).apply();
        assertThat(image()).isEqualTo("nginx:1.26");
        var back = run(running, null, Source.ROLLBACK, fence(2, Fence.ROLLBACK_STEP))
                .apply();
        assertThat(back.deleted()).isEqualTo(3);
        assertThat(image()).isEqualTo("nginx:1.25");
        assertThatThrownBy(() -> stage(next, running, 1, 2).apply()).hasMessageContaining("type='Fenced'");
    }

    @Test
    void refusesTheStagesThatAreNotBuilt() {
        var routing = new KubernetesStage.TrafficRouting("canary", percent(0), percent(0), percent(0));
        var bundle = Given.bundle(place.application(), WEB, config, routing);
        assertThatThrownBy(() -> stage(bundle, null, 0, 1).apply())
                .hasMessageContaining("K8S_TRAFFIC_ROUTING is not built yet");
        var empty = Given.bundle(place.application(), WEB, config);
        assertThatThrownBy(() -> stage(empty, null, 3, 1).apply())
                .hasMessageContaining("stage: 3 (expected: less than 0)");
    }

    private static Percent percent(int value) {
        return new Percent(value);
    }

    private String image() {
        var live = place.live("deployments", "web");
        return live == null
                ? ""
                : Fields.maps(live, "spec", "template", "spec", "containers")
                        .getFirst()
                        .path("image")
                        .asText();
    }

    private void awaitReady(Bundle bundle, @Nullable Bundle running, Source source, Fence fence) throws Exception {
        run(bundle, running, source, fence).awaitReady(ReadinessWait.Seen.NOTHING, told());
    }

    private ReadinessWait.Told told() {
        return new ReadinessWait.Told(log::add, _ -> {}, _ -> {});
    }

    private StageRun stage(Bundle bundle, @Nullable Bundle running, int index, long number) {
        var request = request(Source.PIPELINE, index, fence(number, index));
        return new StageRun(
                place.cluster(),
                new StageRun.Of(request, bundle, () -> running, "piped-1"),
                TestCluster.alive(),
                log::add);
    }

    private StageRun run(Bundle bundle, @Nullable Bundle running, Source source, Fence fence) {
        return new StageRun(
                place.cluster(),
                new StageRun.Of(request(source, 0, fence), bundle, () -> running, "piped-1"),
                TestCluster.alive(),
                log::add);
    }

    private StageRequest request(Source source, int index, Fence fence) {
        return new StageRequest(
                new DeploymentId(UUID.randomUUID().toString()),
                place.application(),
                new BlobId("c".repeat(64)),
                null,
                source,
                index,
                fence);
    }

    private static Fence fence(long number, int step) {
        return new Fence(0, number, step);
    }
}
