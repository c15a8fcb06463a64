package io.penstock.controlplane.piped;

import com.google.protobuf.util.Timestamps;
import io.grpc.Channel;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// How full the clusters' queues are, as Temporal tells; believed for three seconds.
final class Queues {
    private static final long FRESH = Duration.ofSeconds(3).toNanos();
    private static final Duration POLLED_LATELY = Duration.ofSeconds(90);
    private static final long PATIENCE_MILLIS = 1_000;

    private final Channel temporal;
    private final String namespace;
    private final ConcurrentHashMap<String, Known> known = new ConcurrentHashMap<>();

    Queues(Channel temporal, String namespace) {
        this.temporal = temporal;
        this.namespace = namespace;
    }

    /// @param backlog null when Temporal does not say
    record Queue(@Nullable Long backlog, @Nullable Integer pollers) {
        static final Queue UNKNOWN = new Queue(null, null);
    }

    private record Known(Queue queue, long at) {}

    /// The queues of these clusters, all asked at once and waited for a second.
    Map<String, Queue> describe(Collection<String> clusters) {
        var asked = new HashMap<String, Future<DescribeTaskQueueResponse>>();
        var now = System.nanoTime();
        for (var cluster : clusters) {
            var last = known.get(cluster);
            if (last == null || now - last.at > FRESH) {
                asked.put(cluster, ask(cluster));
            }
        }
        var end = now + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        asked.forEach((cluster, answer) -> known.put(cluster, new Known(await(answer, end), System.nanoTime())));
        var queues = new HashMap<String, Queue>();
        for (var cluster : clusters) {
            var found = known.get(cluster);
            queues.put(cluster, found == null ? Queue.UNKNOWN : found.queue);
        }
        return queues;
    }

    private Future<DescribeTaskQueueResponse> ask(String cluster) {
        return WorkflowServiceGrpc.newFutureStub(temporal)
                .withDeadlineAfter(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                        .setNamespace(namespace)
                        .setTaskQueue(
                                TaskQueue.newBuilder().setName(cluster).setKind(TaskQueueKind.TASK_QUEUE_KIND_NORMAL))
                        .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                        .setReportStats(true)
                        .build());
    }

    private static Queue await(Future<DescribeTaskQueueResponse> answer, long end) {
        try {
            return read(answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (ExecutionException | TimeoutException _) {
            return Queue.UNKNOWN;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Queue.UNKNOWN;
        }
    }

    private static Queue read(DescribeTaskQueueResponse answer) {
        var since = System.currentTimeMillis() - POLLED_LATELY.toMillis();
        var pollers = (int) answer.getPollersList().stream()
                .filter(poller -> Timestamps.toMillis(poller.getLastAccessTime()) > since)
                .count();
        return new Queue(answer.hasStats() ? answer.getStats().getApproximateBacklogCount() : null, pollers);
    }
}
