package io.penstock.controlplane.temporal;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Replays what is open in Temporal against this build before the build takes it over.
///
/// What it cannot show: steps that are only added behind the last event of an open history are replayed in silence, and
/// arguments are not compared. Closed histories are replayed by the tests.
final class Rehearsal {
    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);
    private static final String QUERY = "ExecutionStatus = 'Running' AND TaskQueue = 'control-plane'";
    private static final int PAGE = 200;

    private final WorkflowClient client;
    private final Worker worker;
    private final int most;
    private final Duration limit;

    /// @param worker one that knows this build's workflows and does not run
    /// @param most how many histories are replayed at most, the newest first
    /// @param limit when no further history is begun
    Rehearsal(WorkflowClient client, Worker worker, int most, Duration limit) {
        this.client = client;
        this.worker = worker;
        this.most = most;
        this.limit = limit;
    }

    /// The first open history that this build cannot go on with, as a sentence; null when there is none.
    @Nullable
    String fault() {
        var begun = System.nanoTime();
        var open = open();
        var replayed = 0;
        for (var execution : open) {
            if (System.nanoTime() - begun > limit.toNanos()) {
                break;
            }
            var fault = replay(execution.getExecution());
            if (fault != null) {
                return fault;
            }
            replayed++;
        }
        log.info(
                "{} of {}{} open workflows were replayed in {} ms",
                replayed,
                open.size(),
                open.size() < most ? "" : " or more",
                (System.nanoTime() - begun) / 1_000_000);
        return null;
    }

    private @Nullable String replay(WorkflowExecution execution) {
        var id = execution.getWorkflowId();
        try {
            worker.replayWorkflowExecution(client.fetchHistory(id, execution.getRunId()));
            return null;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return null;
            }
            throw e;
        } catch (Exception e) {
            // Replaying throws whatever the workflow's code does.
            log.warn("{} (run {}) was not replayed", id, execution.getRunId(), e);
            return "the open workflow " + id + " (run " + execution.getRunId() + ") does not go on with this build: "
                    + sentence(e);
        }
    }

    /// Empty where the server lists nothing.
    private List<WorkflowExecutionInfo> open() {
        var found = new ArrayList<WorkflowExecutionInfo>();
        var request = ListWorkflowExecutionsRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setQuery(QUERY)
                .setPageSize(Math.min(PAGE, most));
        try {
            do {
                var page = client.getWorkflowServiceStubs().blockingStub().listWorkflowExecutions(request.build());
                found.addAll(page.getExecutionsList());
                request.setNextPageToken(page.getNextPageToken());
            } while (!request.getNextPageToken().isEmpty() && found.size() < most);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
                throw e;
            }
            log.info("this server does not list workflows; what is open is taken over unseen");
        }
        return found.size() > most ? found.subList(0, most) : found;
    }

    private static String sentence(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage())
                .lines()
                .findFirst()
                .orElse(cause.getClass().getSimpleName());
    }
}
