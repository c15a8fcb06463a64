package io.penstock.workflows.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.penstock.workflows.Failures;
import io.penstock.workflows.Json;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.chain.ChainWorkflowImpl;
import io.penstock.workflows.deployment.FakeRecord.Row;
import io.penstock.workflows.deployment.RecordActivities.CommandKind;
import io.penstock.workflows.lane.LaneWorkflowImpl;
import io.penstock.workflows.watch.RepositoryWatchWorkflowImpl;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Replays every kept history, closed and open, against the workflows as they are now. Histories are added with
/// `-Dpenstock.keepHistories=NAME`, never edited.
@Timeout(60)
class ReplayTest {
    private static final Path HISTORIES = Path.of("src/test/resources/histories");

    static List<Path> histories() throws IOException {
        try (var files = Files.list(HISTORIES)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("histories")
    void aKeptHistoryIsReplayed(Path file) throws IOException {
        var history = WorkflowExecutionHistory.fromJson(Files.readString(file));
        var client = WorkflowClientOptions.newBuilder()
                .setDataConverter(DefaultDataConverter.newDefaultInstance()
                        .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Json.wire())))
                .build();
        var options = TestEnvironmentOptions.newBuilder().setWorkflowClientOptions(client);
        try (var temporal = TestWorkflowEnvironment.newInstance(options.build())) {
            var worker = temporal.newWorker(TemporalNames.CONTROL_PLANE_QUEUE);
            worker.registerWorkflowImplementationTypes(
                    DeploymentWorkflowImpl.class,
                    LaneWorkflowImpl.class,
                    RepositoryWatchWorkflowImpl.class,
                    ChainWorkflowImpl.class);
            assertThatCode(() -> worker.replayWorkflowExecution(history)).doesNotThrowAnyException();
        }
    }

    @Test
    void closedAndOpenHistoriesAreKept() throws IOException {
        assertThat(histories())
                .extracting(file -> file.getFileName().toString().replaceFirst("^[0-9]+-", ""))
                .contains("canary-approved.json", "canary-waiting.json", "quick-rolled-back.json", "quick.json");
    }

    @Test
    void newHistoriesAreKeptWhenAskedFor() throws Exception {
        var name = System.getProperty("penstock.keepHistories");
        if (name == null) {
            return;
        }
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.start();
            it.outcome();
            keep(it, name + "-quick");
        }
        try (var it = new DeploymentFixture(Configs.quick())) {
            it.cluster.fails("awaitReady QUICK_SYNC", 1, () -> Failures.stage("crash loop"));
            it.start();
            it.outcome();
            keep(it, name + "-quick-rolled-back");
        }
        try (var it = new DeploymentFixture(Configs.canary())) {
            it.start();
            it.untilWaitingAt(2);
            keep(it, name + "-canary-waiting");
            it.command(new Row(CommandKind.APPROVE, 2, "ada", ""));
            it.outcome();
            keep(it, name + "-canary-approved");
        }
    }

    private static void keep(DeploymentFixture it, String name) throws IOException {
        var file = HISTORIES.resolve(name + ".json");
        if (Files.exists(file)) {
            throw new IllegalStateException(file + " is there already (expected: a new name)");
        }
        Files.createDirectories(HISTORIES);
        var history =
                it.temporal.getWorkflowClient().fetchHistory(TemporalNames.deployment(DeploymentFixture.APPLICATION));
        Files.writeString(file, history.toJson(true));
    }
}
