package io.penstock.workflows;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Histories of workflows as they once ran, closed and open, kept so that they can be replayed. A test keeps the
/// one that it just made, when it is run with `-Dpenstock.keepHistories=NUMBER`; none is ever written over.
public final class Histories {
    private static final Path FOLDER = Path.of("src", "test", "resources", "histories");
    private static final Set<EventType> ENDS = Set.of(
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED);

    private Histories() {}

    /// Keeps the newest run's history under `NUMBER-name.json`, where that is asked for.
    public static void keep(TestWorkflowEnvironment temporal, String workflowId, String name) throws IOException {
        var number = System.getProperty("penstock.keepHistories");
        if (number == null) {
            return;
        }
        var file = FOLDER.resolve(number + "-" + name + ".json");
        if (Files.exists(file)) {
            throw new IllegalStateException(file + " is there already (expected: another number)");
        }
        var history = temporal.getWorkflowClient().fetchHistory(workflowId);
        Files.writeString(file, history.toJson(true) + "\n");
    }

    static List<Path> all() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    static WorkflowExecutionHistory read(Path file) throws IOException {
        return WorkflowExecutionHistory.fromJson(Files.readString(file));
    }

    /// The workflow's type, and whether it had ended: `Lane open`.
    static String kind(Path file) {
        try {
            var events = read(file).getEvents();
            var type = events.getFirst()
                    .getWorkflowExecutionStartedEventAttributes()
                    .getWorkflowType()
                    .getName();
            return type + (ended(events) ? " closed" : " open");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean ended(List<HistoryEvent> events) {
        return ENDS.contains(events.getLast().getEventType());
    }
}
