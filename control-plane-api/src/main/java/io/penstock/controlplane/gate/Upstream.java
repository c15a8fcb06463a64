package io.penstock.controlplane.gate;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceStub;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Temporal's frontend, as the gate calls it: in one namespace, with a deadline, errors without details.
final class Upstream {
    private static final long SECONDS = 10;

    private final Channel channel;
    private final String namespace;
    private final Executor executor;
    private final GateMeters meters;

    Upstream(Channel channel, String namespace, Executor executor, GateMeters meters) {
        this.channel = channel;
        this.namespace = namespace;
        this.executor = executor;
        this.meters = meters;
    }

    String namespace() {
        return namespace;
    }

    /// Calls and waits; the calling thread is a virtual one.
    <A> A call(String name, Function<WorkflowServiceBlockingStub, A> call) {
        var stub = WorkflowServiceGrpc.newBlockingStub(channel).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
        try {
            var answer = call.apply(stub);
            meters.called(name, Status.Code.OK);
            return answer;
        } catch (StatusRuntimeException e) {
            meters.called(name, e.getStatus().getCode());
            throw plain(e.getStatus()).asRuntimeException();
        }
    }

    /// For long polls.
    WorkflowServiceStub polling(long seconds) {
        return WorkflowServiceGrpc.newStub(channel).withExecutor(executor).withDeadlineAfter(seconds, TimeUnit.SECONDS);
    }

    /// What a piped is told of an error: its code and sentence.
    static Status plain(Status status) {
        return Status.fromCode(status.getCode()).withDescription(status.getDescription());
    }
}
