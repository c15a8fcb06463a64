package io.penstock.activities.kubernetes;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;
import static org.junit.jupiter.api.parallel.ResourceAccessMode.READ;
import static org.junit.jupiter.api.parallel.ResourceAccessMode.READ_WRITE;

import io.penstock.local.process.RunningProcess.Signal;
import io.penstock.workflows.deployment.Fence;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.stage.Readiness;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Waiting on a real API server whose nodes and Pods are simulated. Each test has a namespace of its own, so they wait
/// beside each other, but for the one that kills the API server.
@Timeout(120)
class ReadinessWaitTest {
    @Target(METHOD)
    @Retention(RUNTIME)
    @Execution(CONCURRENT)
    @ResourceLock(value = "API server", mode = READ)
    private @interface Beside {}

    private final TestCluster.Place place = TestCluster.place();
    private final List<String> log = new ArrayList<>();
    private final List<String> hidden = new ArrayList<>();
    private final List<ReadinessWait.Seen> seen = new ArrayList<>();
    private ReadinessWait.Seen before = ReadinessWait.Seen.NOTHING;

    @Test
    @Beside
    void endsWhenAllPodsAreAvailable() throws Exception {
        wait("nginx:1", "", Given.readiness(Duration.ofSeconds(60), Duration.ofSeconds(30)), 1);
        assertThat(log).last().isEqualTo("Deployment web: 2 of 2 Pods available");
    }

    @Test
    @Beside
    void saysThatAnImageCannotBePulled() {
        assertThatThrownBy(() ->
                        wait("nginx:unpullable", "", Given.readiness(Duration.ofSeconds(60), Duration.ofSeconds(3)), 1))
                .hasMessageContaining("cannot pull image nginx:unpullable: ")
                .hasMessageContaining("StageFailure");
        assertThat(seen.getLast().stalledMillis()).isBetween(3_000L, 9_000L);
    }

    @Test
    @Beside
    void saysThatAContainerCrashes() {
        assertThatThrownBy(() ->
                        wait("nginx:crashing", "", Given.readiness(Duration.ofSeconds(60), Duration.ofSeconds(3)), 1))
                .hasMessageContaining("container app crashes again and again (")
                .hasMessageContaining("exit code 1");
    }

    /// The deadline leaves the simulated kubelet time to say what is wrong, also on a busy machine.
    @Test
    @Beside
    void saysWhyADeploymentGaveUp() {
        var patient = Given.readiness(Duration.ofSeconds(60), Duration.ofSeconds(60));
        assertThatThrownBy(() -> wait("nginx:unpullable", "progressDeadlineSeconds: 20", patient, 1))
                .hasMessageContaining("cannot pull image nginx:unpullable: ");
    }

    @Test
    @Beside
    void saysThatAQuotaForbidsPods() throws Exception {
        place.send(ApiRequest.post(
                "/api/v1/namespaces/" + place.namespace() + "/resourcequotas",
                Given.object(
                        "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: none}\nspec: {hard: {pods: \"0\"}}\n")));
        // Without a status the API server does not hold anybody to it yet.
        Awaitility.await()
                .until(() -> Objects.requireNonNull(place.live("resourcequotas", "none"))
                        .at("/status/hard/pods")
                        .asText()
                        .equals("0"));
        assertThatThrownBy(() -> wait("nginx:1", "", Given.readiness(Duration.ofSeconds(60), Duration.ofSeconds(3)), 1))
                .hasMessageContaining("Deployment web cannot create Pods: ")
                .hasMessageContaining("exceeded quota");
    }

    @Test
    @Beside
    void saysThatNoNodeTakesAPod() {
        assertThatThrownBy(() -> wait(
                        "nginx:1",
                        "nodeSelector: {disk: none},",
                        Given.readiness(Duration.ofSeconds(60), Duration.ofSeconds(3)),
                        1))
                .hasMessageContaining("cannot be scheduled: ")
                .hasMessageContaining("nodes are available");
    }

    @ParameterizedTest
    @Beside
    @CsvSource(delimiter = '|', textBlock = """
            StatefulSet | nginx:unpullable | cannot pull image nginx:unpullable: manifest unknown
            DaemonSet   | nginx:crashing   | container app crashes again and again (
            """)
    void saysWhatKeepsOtherWorkloads(String kind, String image, String sentence) {
        var readiness = Given.readiness(Duration.ofSeconds(60), Duration.ofSeconds(3));
        assertThatThrownBy(() -> wait(workload(kind, image), readiness, 1))
                .hasMessageContaining(sentence)
                .hasMessageContaining("StageFailure");
    }

    @ParameterizedTest
    @Beside
    @ValueSource(strings = {"StatefulSet", "DaemonSet"})
    void waitsForOtherWorkloads(String kind) throws Exception {
        wait(workload(kind, "nginx:1"), Given.readiness(Duration.ofSeconds(60), Duration.ofSeconds(30)), 1);
        assertThat(log).last().asString().startsWith(kind + " web: ").endsWith("Pods available");
    }

    @Test
    @Beside
    void waitsForAJobToComplete() throws Exception {
        wait(job("", "nginx:1"), Given.readiness(Duration.ofSeconds(60), Duration.ofSeconds(30)), 1);
        assertThat(log).last().isEqualTo("Job web: complete");
    }

    @Test
    @Beside
    void bearsAJobThatRemovesItself() throws Exception {
        wait(
                job("ttlSecondsAfterFinished: 0", "nginx:1"),
                Given.readiness(Duration.ofSeconds(60), Duration.ofSeconds(30)),
                1);
        assertThat(log).last().asString().startsWith("Job web: ");
    }

    @Test
    @Beside
    void saysThatAJobFailed() {
        var readiness = Given.readiness(Duration.ofSeconds(60), Duration.ofSeconds(60));
        assertThatThrownBy(() -> wait(job("activeDeadlineSeconds: 2", "nginx:unpullable"), readiness, 1))
                .hasMessageContaining("Job was active longer than specified deadline")
                .hasMessageContaining("StageFailure");
    }

    @Test
    @Beside
    void endsAtItsTimeoutWithTheReason() {
        assertThatThrownBy(() -> wait(
                        "nginx:unpullable", "", Given.readiness(Duration.ofSeconds(12), Duration.ofSeconds(60)), 1))
                .hasMessageContaining("not available within 12 s: Pod web-");
    }

    @Test
    @Beside
    void goesOnWhereTheLastAttemptEnded() {
        var before = new ReadinessWait.Seen(3_500, 3_500, 0);
        assertThat(ReadinessWait.Seen.parse(before.text())).isEqualTo(before);
        assertThat(ReadinessWait.Seen.parse("")).isEqualTo(ReadinessWait.Seen.NOTHING);
    }

    @Test
    @Beside
    @Timeout(30)
    void anAttemptThatGoesOnWaitsOnlyForWhatIsLeft() {
        before = new ReadinessWait.Seen(598_000, 0, 0);
        assertThatThrownBy(() ->
                        wait("nginx:unpullable", "", Given.readiness(Duration.ofMinutes(10), Duration.ofMinutes(9)), 1))
                .hasMessageContaining("not available within 10 min: ");
        assertThat(seen.getFirst().visibleMillis()).isGreaterThanOrEqualTo(598_000);
    }

    @Test
    @Beside
    void givesUpWhenANewerDeploymentWrote() {
        assertThatThrownBy(
                        () -> wait("nginx:1", "", Given.readiness(Duration.ofSeconds(60), Duration.ofSeconds(30)), 0))
                .hasMessageContaining("was written by a newer deployment");
    }

    @Test
    @ResourceLock(value = "API server", mode = READ_WRITE)
    void countsOnlyTimeInWhichTheClusterCanBeSeen() throws Exception {
        var begun = System.nanoTime();
        var outage = Thread.ofVirtual().start(() -> {
            sleep(Duration.ofSeconds(2));
            TestCluster.kwok().component("kube-apiserver").orElseThrow().stop(Signal.KILL, Duration.ofSeconds(5));
            sleep(Duration.ofSeconds(5));
            TestCluster.restart();
        });
        assertThatThrownBy(() ->
                        wait("nginx:unpullable", "", Given.readiness(Duration.ofSeconds(6), Duration.ofSeconds(60)), 1))
                .hasMessageContaining("not available within 6 s");
        outage.join();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(10));
        assertThat(hidden).hasSizeGreaterThanOrEqualTo(2);
        assertThat(hidden.getFirst()).contains("API server");
        assertThat(hidden.getLast()).isEqualTo("seen");
        assertThat(log).anyMatch(line -> line.startsWith("waiting: ")).contains("the cluster can be seen again");
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String job(String more, String image) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: web}
                spec:
                  %s
                  template:
                    spec: {restartPolicy: Never, containers: [{name: app, image: "%s"}]}
                """.formatted(more, image);
    }

    private static String workload(String kind, String image) {
        return """
                apiVersion: apps/v1
                kind: %s
                metadata: {name: web}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: app, image: "%s"}]}
                """.formatted(kind, image);
    }

    private void wait(String image, String more, Readiness readiness, long number) throws InterruptedException {
        var deadline = more.startsWith("progress") ? more : "";
        wait("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 2
                  %s
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {%s containers: [{name: app, image: "%s"}]}
                """.formatted(deadline, more.equals(deadline) ? "" : more, image), readiness, number);
    }

    private void wait(String manifest, Readiness readiness, long number) throws InterruptedException {
        var manifests = Given.manifests(manifest);
        var target = new Targets(place.cluster(), place.namespace()).of(manifests.getFirst(), manifests);
        var marks = new Marks(
                "piped-1", place.application(), new CommitId("a".repeat(40)), "pipecd.dev/variant", "primary");
        var written = new Fence(0, 1, 0);
        place.writer(1, 0)
                .apply(new FencedWriter.Target(
                        marks.on(target.manifest(), written), target.type(), target.namespace()));
        var told = new ReadinessWait.Told(log::add, cause -> hidden.add(cause == null ? "seen" : cause), seen::add);
        new ReadinessWait(place.cluster(), new Fence(0, number, 0), readiness, before, told).await(List.of(target));
    }
}
