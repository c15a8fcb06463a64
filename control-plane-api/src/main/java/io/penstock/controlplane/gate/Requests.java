package io.penstock.controlplane.gate;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.ShutdownWorkerRequest;
import org.jspecify.annotations.Nullable;

/// The requests that Temporal gets, made field by field of what a worker sent and of what the gate knows better:
/// namespace, queue, identity and token are never the worker's.
record Requests(String namespace) {
    PollActivityTaskQueueRequest poll(PollActivityTaskQueueRequest asked, Caller caller) {
        var queue = TaskQueue.newBuilder().setName(caller.cluster()).setKind(TaskQueueKind.TASK_QUEUE_KIND_NORMAL);
        return PollActivityTaskQueueRequest.newBuilder()
                .setNamespace(namespace)
                .setTaskQueue(queue)
                .setIdentity(caller.identity())
                .setWorkerInstanceKey(instance(asked.getWorkerInstanceKey(), caller))
                .build();
    }

    RecordActivityTaskHeartbeatRequest heartbeat(@Nullable Payloads details, Task task, Caller caller) {
        var request = RecordActivityTaskHeartbeatRequest.newBuilder()
                .setNamespace(namespace)
                .setTaskToken(task.token())
                .setIdentity(caller.identity());
        return details == null ? request.build() : request.setDetails(details).build();
    }

    RespondActivityTaskCompletedRequest completed(@Nullable Payloads result, Task task, Caller caller) {
        var request = RespondActivityTaskCompletedRequest.newBuilder()
                .setNamespace(namespace)
                .setTaskToken(task.token())
                .setIdentity(caller.identity());
        return result == null ? request.build() : request.setResult(result).build();
    }

    RespondActivityTaskFailedRequest failed(Failure failure, @Nullable Payloads details, Task task, Caller caller) {
        var request = RespondActivityTaskFailedRequest.newBuilder()
                .setNamespace(namespace)
                .setTaskToken(task.token())
                .setIdentity(caller.identity())
                .setFailure(failure);
        return details == null
                ? request.build()
                : request.setLastHeartbeatDetails(details).build();
    }

    RespondActivityTaskCanceledRequest canceled(@Nullable Payloads details, Task task, Caller caller) {
        var request = RespondActivityTaskCanceledRequest.newBuilder()
                .setNamespace(namespace)
                .setTaskToken(task.token())
                .setIdentity(caller.identity());
        return details == null ? request.build() : request.setDetails(details).build();
    }

    ShutdownWorkerRequest shutdown(ShutdownWorkerRequest asked, Caller caller) {
        return ShutdownWorkerRequest.newBuilder()
                .setNamespace(namespace)
                .setIdentity(caller.identity())
                .setWorkerInstanceKey(instance(asked.getWorkerInstanceKey(), caller))
                .setTaskQueue(caller.cluster())
                .addTaskQueueTypes(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                .build();
    }

    /// What a piped is told of a task: all but what speaks of other queues.
    static PollActivityTaskQueueResponse handedOver(PollActivityTaskQueueResponse task, ByteString sealed) {
        return task.toBuilder().setTaskToken(sealed).clearPollerGroupsInfo().build();
    }

    /// A worker's own key for itself, which must not name another piped's worker.
    private static String instance(String key, Caller caller) {
        return key.isEmpty() ? "" : caller.identity() + "/" + key;
    }
}
