package io.penstock.controlplane.gate;

import com.google.protobuf.MessageLite;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatRequest;
import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedResponse;
import io.temporal.api.workflowservice.v1.ShutdownWorkerRequest;
import io.temporal.api.workflowservice.v1.ShutdownWorkerResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The eight calls of an activity worker; any other method of Temporal does not exist at this door.
final class WorkerCalls {
    private final Upstream upstream;
    private final Requests requests;
    private final ServerFacts server;
    private final OpenPolls polls;
    private final Incarnations incarnations;
    private final FailedTasks failures;
    private final TaskTokens tokens;
    private final PayloadSizes sizes;

    WorkerCalls(
            Upstream upstream,
            OpenPolls polls,
            Incarnations incarnations,
            FailedTasks failures,
            TaskTokens tokens,
            PayloadSizes sizes) {
        this.upstream = upstream;
        this.polls = polls;
        this.incarnations = incarnations;
        this.failures = failures;
        this.tokens = tokens;
        this.sizes = sizes;
        requests = new Requests(upstream.namespace());
        server = new ServerFacts(upstream, sizes);
    }

    ServerServiceDefinition definition() {
        var service = ServerServiceDefinition.builder(WorkflowServiceGrpc.SERVICE_NAME);
        add(service, WorkflowServiceGrpc.getGetSystemInfoMethod(), (_, _) -> server.system());
        add(service, WorkflowServiceGrpc.getDescribeNamespaceMethod(), (_, _) -> server.namespace());
        add(service, WorkflowServiceGrpc.getRecordActivityTaskHeartbeatMethod(), this::heartbeat);
        add(service, WorkflowServiceGrpc.getRespondActivityTaskCompletedMethod(), this::completed);
        add(service, WorkflowServiceGrpc.getRespondActivityTaskFailedMethod(), this::failed);
        add(service, WorkflowServiceGrpc.getRespondActivityTaskCanceledMethod(), this::canceled);
        add(service, WorkflowServiceGrpc.getShutdownWorkerMethod(), this::shutdown);
        service.addMethod(WorkflowServiceGrpc.getPollActivityTaskQueueMethod(), ServerCalls.asyncUnaryCall(this::poll));
        return service.build();
    }

    private void poll(PollActivityTaskQueueRequest request, StreamObserver<PollActivityTaskQueueResponse> answer) {
        var caller = Caller.current();
        try {
            checkQueue(request.getTaskQueue(), caller);
            polls.open(requests.poll(request, caller), caller, answer);
        } catch (StatusRuntimeException e) {
            answer.onError(e);
        }
    }

    private RecordActivityTaskHeartbeatResponse heartbeat(RecordActivityTaskHeartbeatRequest request, Caller caller) {
        var task = tokens.open(request.getTaskToken(), caller);
        var details = request.hasDetails() ? request.getDetails() : null;
        if (sizes.exceeded(details)) {
            failures.forGood(task, caller, sizes.sentence("heartbeat details", task, details));
            incarnations.ended(caller, task);
            throw Status.NOT_FOUND
                    .withDescription("the task was ended: its heartbeat is too large")
                    .asRuntimeException();
        }
        incarnations.holds(caller, task);
        var answer = tell(
                caller,
                task,
                "RecordActivityTaskHeartbeat",
                stub -> stub.recordActivityTaskHeartbeat(requests.heartbeat(details, task, caller)));
        return RecordActivityTaskHeartbeatResponse.newBuilder()
                .setCancelRequested(answer.getCancelRequested())
                .setActivityPaused(answer.getActivityPaused())
                .setActivityReset(answer.getActivityReset())
                .build();
    }

    private RespondActivityTaskCompletedResponse completed(RespondActivityTaskCompletedRequest request, Caller caller) {
        var task = tokens.open(request.getTaskToken(), caller);
        var result = request.hasResult() ? request.getResult() : null;
        if (sizes.exceeded(result)) {
            failures.forGood(task, caller, sizes.sentence("result", task, result));
        } else {
            tell(
                    caller,
                    task,
                    "RespondActivityTaskCompleted",
                    stub -> stub.respondActivityTaskCompleted(requests.completed(result, task, caller)));
        }
        incarnations.ended(caller, task);
        return RespondActivityTaskCompletedResponse.getDefaultInstance();
    }

    private RespondActivityTaskFailedResponse failed(RespondActivityTaskFailedRequest request, Caller caller) {
        var task = tokens.open(request.getTaskToken(), caller);
        var failure = sizes.shortened(request.getFailure());
        var details = request.hasLastHeartbeatDetails() ? sizes.bounded(request.getLastHeartbeatDetails()) : null;
        tell(
                caller,
                task,
                "RespondActivityTaskFailed",
                stub -> stub.respondActivityTaskFailed(requests.failed(failure, details, task, caller)));
        incarnations.ended(caller, task);
        return RespondActivityTaskFailedResponse.getDefaultInstance();
    }

    private RespondActivityTaskCanceledResponse canceled(RespondActivityTaskCanceledRequest request, Caller caller) {
        var task = tokens.open(request.getTaskToken(), caller);
        var details = request.hasDetails() ? sizes.bounded(request.getDetails()) : null;
        tell(
                caller,
                task,
                "RespondActivityTaskCanceled",
                stub -> stub.respondActivityTaskCanceled(requests.canceled(details, task, caller)));
        incarnations.ended(caller, task);
        return RespondActivityTaskCanceledResponse.getDefaultInstance();
    }

    /// Tells Temporal of a task; one that it no longer knows has ended.
    private <A> A tell(Caller caller, Task task, String name, Function<WorkflowServiceBlockingStub, A> call) {
        try {
            return upstream.call(name, call);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                incarnations.ended(caller, task);
            }
            throw e;
        }
    }

    private ShutdownWorkerResponse shutdown(ShutdownWorkerRequest request, Caller caller) {
        if (!request.getTaskQueue().isEmpty() && !request.getTaskQueue().equals(caller.cluster())) {
            throw anotherQueue(request.getTaskQueue(), caller);
        }
        upstream.call("ShutdownWorker", stub -> stub.shutdownWorker(requests.shutdown(request, caller)));
        return ShutdownWorkerResponse.getDefaultInstance();
    }

    private void checkQueue(TaskQueue queue, Caller caller) {
        var kind = queue.getKind();
        var plain = kind == TaskQueueKind.TASK_QUEUE_KIND_NORMAL || kind == TaskQueueKind.TASK_QUEUE_KIND_UNSPECIFIED;
        if (!plain || !queue.getNormalName().isEmpty() || !queue.getName().equals(caller.cluster())) {
            throw anotherQueue(queue.getName(), caller);
        }
    }

    private static StatusRuntimeException anotherQueue(String name, Caller caller) {
        return Status.PERMISSION_DENIED
                .withDescription("task queue: " + name + " (expected: " + caller.cluster() + ")")
                .asRuntimeException();
    }

    private <Q extends MessageLite, A> void add(
            ServerServiceDefinition.Builder service, MethodDescriptor<Q, A> method, BiFunction<Q, Caller, A> answer) {
        ServerCallHandler<Q, A> handler = ServerCalls.asyncUnaryCall((request, observer) -> {
            try {
                observer.onNext(answer.apply(request, Caller.current()));
                observer.onCompleted();
            } catch (StatusRuntimeException e) {
                observer.onError(e);
            }
        });
        service.addMethod(method, handler);
    }
}
