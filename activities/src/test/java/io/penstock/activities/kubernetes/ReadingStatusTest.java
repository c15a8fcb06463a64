package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class ReadingStatusTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Deployment  | {replicas: 3} | {observedGeneration: 1, replicas: 3, updatedReplicas: 3, availableReplicas: 3} | Pending | Deployment x: waiting for its controller
            Deployment  | {replicas: 3} | {observedGeneration: 2, replicas: 3, updatedReplicas: 3, availableReplicas: 3} | Ready | Deployment x: 3 of 3 Pods available
            Deployment  | {replicas: 3} | {observedGeneration: 2, replicas: 4, updatedReplicas: 3, availableReplicas: 3} | Pending | Deployment x: 1 old Pod is ending
            Deployment  | {replicas: 3} | {observedGeneration: 2, replicas: 3, updatedReplicas: 1, availableReplicas: 3} | Pending | Deployment x: 1 of 3 Pods updated
            Deployment  | {replicas: 3} | {observedGeneration: 2, replicas: 3, updatedReplicas: 3, availableReplicas: 1} | Pending | Deployment x: 1 of 3 Pods available
            Deployment  | {replicas: 0} | {observedGeneration: 2} | Ready | Deployment x: 0 of 0 Pods available
            Deployment  | {replicas: 1} | {observedGeneration: 2, conditions: [{type: Progressing, reason: ProgressDeadlineExceeded, message: too long}]} | Failed | Deployment x: too long
            StatefulSet | {replicas: 2} | {observedGeneration: 2, replicas: 2, updatedReplicas: 1, availableReplicas: 2, currentRevision: a, updateRevision: b} | Pending | StatefulSet x: 1 of 2 Pods updated
            StatefulSet | {replicas: 2} | {observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2, currentRevision: b, updateRevision: b} | Ready | StatefulSet x: 2 of 2 Pods available
            DaemonSet   | {}            | {observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1} | Pending | DaemonSet x: 1 of 2 Pods available
            Job         | {}            | {conditions: [{type: Complete, status: "True"}]} | Ready | Job x: complete
            Job         | {}            | {conditions: [{type: Failed, status: "True", message: BackoffLimitExceeded}]} | Failed | Job x failed: BackoffLimitExceeded
            Pod         | {}            | {phase: Running, conditions: [{type: Ready, status: "False"}]} | Pending | Pod x: not ready
            ConfigMap   | {}            | {} | Ready | ConfigMap x: applied
            """)
    void knowsHowFarAWorkloadIs(ArgumentsAccessor row) {
        var kind = row.getString(0);
        var spec = row.getString(1);
        var status = row.getString(2);
        var live = Given.object("apiVersion: v1\nkind: " + kind + "\nmetadata: {name: x, generation: 2}\nspec: " + spec
                + "\nstatus: " + status + "\n");
        var read = WorkloadStatus.of(live);
        assertThat(read.getClass().getSimpleName()).isEqualTo(row.getString(3));
        assertThat(read.sentence()).isEqualTo(row.getString(4));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {phase: Pending, containerStatuses: [{name: app, image: "nginx:nope", state: {waiting: {reason: ImagePullBackOff, message: Back-off pulling image}}}]} | Pod web-7c9 cannot pull image nginx:nope: Back-off pulling image
            {phase: Running, containerStatuses: [{name: app, restartCount: 4, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1, reason: Error}}}]} | Pod web-7c9: container app crashes again and again (4 restarts, last with exit code 1)
            {phase: Running, containerStatuses: [{name: app, restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 137, reason: OOMKilled}}}]} | Pod web-7c9: container app crashes again and again (2 restarts, last with exit code 137: OOMKilled)
            {phase: Pending, containerStatuses: [{name: app, state: {waiting: {reason: CreateContainerConfigError, message: configmap "a" not found}}}]} | Pod web-7c9: container app cannot start: configmap "a" not found
            {phase: Pending, conditions: [{type: PodScheduled, status: "False", reason: Unschedulable, message: "0/3 nodes are available"}]} | Pod web-7c9 cannot be scheduled: 0/3 nodes are available
            {phase: Failed, containerStatuses: [{name: app, state: {terminated: {exitCode: 3, reason: Error}}}]} | Pod web-7c9 failed: container app ended with exit code 3
            {phase: Failed, containerStatuses: [{name: app, state: {terminated: {exitCode: 137, reason: OOMKilled}}}]} | Pod web-7c9 failed: container app ended with exit code 137: OOMKilled
            {phase: Failed, initContainerStatuses: [{name: migrate, state: {terminated: {exitCode: 2, message: no such table}}}], containerStatuses: [{name: app, state: {waiting: {reason: PodInitializing}}}]} | Pod web-7c9 failed: container migrate ended with exit code 2: no such table
            {phase: Failed, message: The node was low on memory} | Pod web-7c9 failed: The node was low on memory
            {phase: Running, conditions: [{type: Ready, status: "False", message: "containers with unready status: [app]"}]} | Pod web-7c9 runs but is not ready: containers with unready status: [app]
            """)
    void saysWhatKeepsAPodFromRunning(String status, String sentence) {
        var pod = Given.object("apiVersion: v1\nkind: Pod\nmetadata: {name: web-7c9}\nstatus: " + status + "\n");
        assertThat(Objects.requireNonNull(PodTrouble.of(pod)).sentence()).isEqualTo(sentence);
    }

    @Test
    void putsTheEventsWordsInPlaceOfABackOff() {
        var trouble =
                new PodTrouble("p", "u", "Pod p cannot pull image a:b: Back-off pulling image \"a:b\"", true, true);
        assertThat(trouble.explained("Failed to pull image \"a:b\": manifest unknown")
                        .sentence())
                .isEqualTo("Pod p cannot pull image a:b: manifest unknown");
    }

    @Test
    void writesSelectorsAsQueriesTakeThem() {
        var selector = Given.object("apiVersion: v1\nkind: S\nmetadata: {name: s}\nmatchLabels: {a: b}\n"
                + "matchExpressions: [{key: c, operator: In, values: [d, e]}, {key: f, operator: DoesNotExist}, "
                + "{key: g, operator: Exists}]\n");
        assertThat(Diagnosis.selector(selector)).isEqualTo("a=b,c in (d,e),!f,g");
    }

    @Test
    void keepsTheLastOfEntriesThatStandTwice() {
        var manifest = Given.manifests("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  template:
                    spec:
                      containers:
                      - name: app
                        env: [{name: A, value: "1"}, {name: B, value: "2"}, {name: A, value: "3"}]
                        ports: [{containerPort: 80}, {containerPort: 80, protocol: TCP}, {containerPort: 80, protocol: UDP}]
                """).getFirst();
        assertThat(DuplicateEntries.removeFrom(manifest))
                .isEqualTo(List.of(
                        "Deployment web: env: A stands more than once; the last one counts",
                        "Deployment web: ports: 80/TCP stands more than once; the last one counts"));
        var container = Fields.maps(manifest.body(), "spec", "template", "spec", "containers")
                .getFirst();
        assertThat(container.path("env")).hasSize(2);
        assertThat(container.path("env").path(0).path("value").asText()).isEqualTo("3");
        assertThat(container.path("ports")).hasSize(2);
    }
}
