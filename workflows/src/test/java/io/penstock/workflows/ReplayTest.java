package io.penstock.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.workflows.chain.ChainWorkflowImpl;
import io.penstock.workflows.deployment.DeploymentWorkflowImpl;
import io.penstock.workflows.lane.LaneWorkflowImpl;
import io.penstock.workflows.watch.RepositoryWatchWorkflowImpl;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Replays every kept history, closed and open, against the workflows as they are now.
@Timeout(60)
class ReplayTest {
    private static final TestWorkflowEnvironment TEMPORAL =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(DefaultDataConverter.newDefaultInstance()
                                    .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Json.wire())))
                            .build())
                    .build());

    /// A busy machine is no deadlock.
    private static final WorkerOptions PATIENT = WorkerOptions.newBuilder()
            .setDefaultDeadlockDetectionTimeout(30_000)
            .build();

    @AfterAll
    static void close() {
        TEMPORAL.close();
    }

    static List<Path> histories() throws IOException {
        return Histories.all();
    }

    @ParameterizedTest
    @MethodSource("histories")
    void aKeptHistoryIsReplayed(Path file) throws IOException {
        var history = Histories.read(file);
        assertThatCode(() -> replay(history)).doesNotThrowAnyException();
    }

    @Test
    void everyWorkflowHasAnOpenAndAClosedHistory() throws IOException {
        assertThat(histories().stream().map(Histories::kind).distinct())
                .containsExactlyInAnyOrder(
                        "Deployment closed",
                        "Deployment open",
                        "Lane closed",
                        "Lane open",
                        "Chain closed",
                        "Chain open",
                        "RepositoryWatch closed",
                        "RepositoryWatch open");
    }

    @Test
    void everyWayOfADeploymentIsKept() throws IOException {
        assertThat(histories())
                .extracting(file -> file.getFileName().toString().replaceFirst("^[0-9]+-", ""))
                .contains(
                        "quick.json",
                        "quick-rolled-back.json",
                        "canary-waiting.json",
                        "canary-approved.json",
                        "canary-cancelled.json",
                        "canary-rejected.json",
                        "parked.json");
    }

    @Test
    void aHistoryThatTellsOfOtherStepsIsNotReplayed() throws IOException {
        var file = histories().stream()
                .filter(it -> it.toString().endsWith("-quick.json"))
                .findFirst()
                .orElseThrow();
        var other = Files.readString(file).replace("kubernetes.awaitReady", "kubernetes.clean");
        var history = WorkflowExecutionHistory.fromJson(other);
        assertThatThrownBy(() -> replay(history)).hasStackTraceContaining("kubernetes.awaitReady");
    }

    private static void replay(WorkflowExecutionHistory history) throws Exception {
        var worker = TEMPORAL.newWorker("replay-" + System.nanoTime(), PATIENT);
        worker.registerWorkflowImplementationTypes(
                DeploymentWorkflowImpl.class,
                LaneWorkflowImpl.class,
                RepositoryWatchWorkflowImpl.class,
                ChainWorkflowImpl.class);
        worker.replayWorkflowExecution(history);
    }
}
