package io.penstock.workflows.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.workflows.Failures;
import io.penstock.workflows.Histories;
import io.penstock.workflows.Json;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.deployment.Options;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.RepositoryId;
import io.penstock.workflows.watch.RepositoryWatchWorkflow.WatchInput;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RepositoryWatchWorkflowTest {
    private static final ClusterName TOKYO = new ClusterName("tokyo");
    private static final RepositoryId SAMPLE = new RepositoryId("sample");
    private static final CommitId FIRST = new CommitId("a".repeat(40));
    private static final CommitId SECOND = new CommitId("b".repeat(40));

    @Test
    void everyMoveOfTheBranchIsRecordedAndTheNextIsAwaitedFromThere() throws Exception {
        try (var it = new Fixture()) {
            it.git.moves.add(FIRST.value());
            it.start();
            it.until("record null " + FIRST);
            it.git.moves.add(SECOND.value());
            it.until("record " + FIRST + " " + SECOND);
            assertThat(it.git.sinces()).startsWith("null", FIRST.value());
            it.keep("watch-moved");
        }
    }

    @Test
    void aChangedRegistrationLooksAtEverythingAgain() throws Exception {
        try (var it = new Fixture()) {
            it.git.moves.add(FIRST.value());
            it.start();
            it.until("record null " + FIRST);
            it.git.head = FIRST;
            it.stub().signal("changed");
            it.until("record null " + FIRST, 2);
            it.keep("watch-asked-again");
        }
    }

    @Test
    void aRepositoryThatThePipedDoesNotKnowParksTheWatchUntilSomethingChanges() throws Exception {
        try (var it = new Fixture()) {
            it.git.moves.add("parked");
            it.start();
            it.until("parked unknown repository");
            it.git.moves.add(FIRST.value());
            it.stub().signal("changed");
            it.until("parked null");
            it.until("record null " + FIRST);
            it.keep("watch-parked");
        }
    }

    @Test
    void aParkedWatchLooksAgainByItselfAndShowsItsCauseUntilThen() throws Exception {
        try (var it = new Fixture(true)) {
            it.git.moves.add("parked");
            it.git.moves.add("parked");
            it.git.moves.add(FIRST.value());
            it.start();
            it.until("parked unknown repository");
            it.temporal.sleep(Duration.ofSeconds(31));
            it.until("parked unknown repository", 2);
            it.temporal.sleep(Duration.ofSeconds(61));
            it.until("parked null");
            assertThat(it.record.calls)
                    .containsExactly(
                            "parked unknown repository",
                            "parked unknown repository",
                            "record null " + FIRST,
                            "parked null");
        }
    }

    @Test
    void whatIsToldWhileAChangeIsRecordedIsNotLost() throws Exception {
        try (var it = new Fixture()) {
            it.git.moves.add(FIRST.value());
            // Recording outlasts its workflow task, so that the signal is seen before the next wait begins.
            it.task = Duration.ofSeconds(1);
            it.record.meanwhile = () -> {
                it.git.head = FIRST;
                it.stub().signal("changed");
                pause(1_500);
            };
            it.start();
            it.until("record null " + FIRST, 2);
            assertThat(it.git.sinces()).startsWith("null", "null");
        }
    }

    @Test
    void itEndsWhenTheClusterHasNoApplicationsThereAnyMore() throws Exception {
        try (var it = new Fixture()) {
            it.record.wanted = false;
            it.start();
            it.stub().getResult(void.class);
            assertThat(it.record.calls).isEmpty();
            it.keep("watch-ended");
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Fixture implements AutoCloseable {
        private final TestWorkflowEnvironment temporal;
        private final FakeGit git = new FakeGit();
        private final FakeWatch record = new FakeWatch();
        private @Nullable WorkflowStub stub;
        private Duration task = Options.WORKFLOW_TASK;

        Fixture() {
            this(false);
        }

        Fixture(boolean skipsTime) {
            var client = WorkflowClientOptions.newBuilder()
                    .setDataConverter(DefaultDataConverter.newDefaultInstance()
                            .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Json.wire())))
                    .build();
            temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(client)
                    .setUseTimeskipping(skipsTime)
                    .build());
            var worker = temporal.newWorker(TemporalNames.CONTROL_PLANE_QUEUE);
            worker.registerWorkflowImplementationTypes(RepositoryWatchWorkflowImpl.class);
            worker.registerActivitiesImplementations(record);
            temporal.newWorker(TOKYO.value()).registerActivitiesImplementations(git);
            temporal.start();
        }

        void start() {
            var workflow = temporal.getWorkflowClient()
                    .newWorkflowStub(
                            RepositoryWatchWorkflow.class,
                            WorkflowOptions.newBuilder()
                                    .setTaskQueue(TemporalNames.CONTROL_PLANE_QUEUE)
                                    .setWorkflowId(TemporalNames.watch(TOKYO, SAMPLE))
                                    .setWorkflowTaskTimeout(task)
                                    .build());
            WorkflowClient.start(workflow::watch, new WatchInput(TOKYO, SAMPLE, null));
            stub = WorkflowStub.fromTyped(workflow);
        }

        WorkflowStub stub() {
            if (stub == null) {
                throw new IllegalStateException("watch: none (expected: start() before)");
            }
            return stub;
        }

        void keep(String name) throws IOException {
            Histories.keep(temporal, TemporalNames.watch(TOKYO, SAMPLE), name);
        }

        void until(String call) throws InterruptedException {
            until(call, 1);
        }

        void until(String call, int times) throws InterruptedException {
            while (record.calls.stream().filter(call::equals).count() < times) {
                Thread.sleep(10);
            }
        }

        @Override
        public void close() {
            temporal.close();
        }
    }

    private static final class FakeGit implements GitActivities {
        private final BlockingQueue<String> moves = new LinkedBlockingQueue<>();
        private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

        private volatile @Nullable CommitId head;

        List<String> sinces() {
            return List.copyOf(asked);
        }

        @Override
        public Change awaitChange(AwaitChange request) {
            asked.add(String.valueOf(request.since()));
            var known = head;
            if (request.since() == null && known != null) {
                return new Change(null, known, known.value());
            }
            while (true) {
                Activity.getExecutionContext().heartbeat(null);
                try {
                    var move = moves.poll(50, TimeUnit.MILLISECONDS);
                    if ("parked".equals(move)) {
                        throw Failures.parked("unknown repository");
                    }
                    if (move != null) {
                        return new Change(request.since(), new CommitId(move), move);
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static final class FakeWatch implements WatchActivities {
        private final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();
        private volatile boolean wanted = true;
        private volatile @Nullable CommitId position;
        private volatile @Nullable Runnable meanwhile;

        @Override
        public Recorded record(RecordChange change) {
            var told = meanwhile;
            if (told != null) {
                meanwhile = null;
                told.run();
            }
            calls.add("record " + change.change().from() + " " + change.change().to());
            position = change.change().to();
            return new Recorded(change.change().to(), 0);
        }

        @Override
        public Position position(PositionRequest request) {
            return new Position(wanted, position);
        }

        @Override
        public void parked(Parked parked) {
            calls.add("parked " + parked.cause());
        }
    }
}
