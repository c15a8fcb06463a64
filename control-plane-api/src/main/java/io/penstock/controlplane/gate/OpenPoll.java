package io.penstock.controlplane.gate;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCallStreamObserver;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A worker's poll that waits for a task. It ends once: with a task, with nothing, or refused; a task that came
/// for a poll that had ended goes back to the queue.
final class OpenPoll implements ClientResponseObserver<PollActivityTaskQueueRequest, PollActivityTaskQueueResponse> {
    private enum State {
        WAITING,
        HANDED_OVER,
        DELIVERED,
        ENDED
    }

    private final OpenPolls polls;
    private final Caller caller;
    private final ServerCallStreamObserver<PollActivityTaskQueueResponse> worker;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private volatile @Nullable ClientCallStreamObserver<PollActivityTaskQueueRequest> temporal;
    private volatile @Nullable Task task;

    OpenPoll(OpenPolls polls, Caller caller, ServerCallStreamObserver<PollActivityTaskQueueResponse> worker) {
        this.polls = polls;
        this.caller = caller;
        this.worker = worker;
        worker.setOnCancelHandler(this::gone);
        worker.setOnCloseHandler(() -> state.compareAndSet(State.HANDED_OVER, State.DELIVERED));
    }

    Caller caller() {
        return caller;
    }

    /// Refuses the worker whatever it waits for.
    void end(Status status) {
        if (state.compareAndSet(State.WAITING, State.ENDED)) {
            close();
            worker.onError(status.asRuntimeException());
        }
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<PollActivityTaskQueueRequest> call) {
        temporal = call;
    }

    @Override
    public void onNext(PollActivityTaskQueueResponse response) {
        if (!response.getTaskToken().isEmpty()) {
            Context.ROOT.run(() -> handOver(response));
        } else if (state.compareAndSet(State.WAITING, State.ENDED)) {
            polls.closed(this);
            worker.onNext(response);
            worker.onCompleted();
        }
    }

    @Override
    public void onError(Throwable error) {
        if (state.compareAndSet(State.WAITING, State.ENDED)) {
            polls.closed(this);
            worker.onError(Upstream.plain(Status.fromThrowable(error)).asRuntimeException());
        }
    }

    @Override
    public void onCompleted() {}

    private void handOver(PollActivityTaskQueueResponse response) {
        var came = new Task(response.getTaskToken(), response.getActivityType().getName());
        var refusal = polls.refusal(caller);
        if (refusal != null) {
            polls.giveBack(came, caller, "it may not take it any more");
            end(refusal);
        } else if (!polls.holds(caller, came)) {
            polls.giveBack(came, caller, "it has gone");
            end(Status.CANCELLED.withDescription("the connection is gone"));
        } else {
            task = came;
            if (state.compareAndSet(State.WAITING, State.HANDED_OVER)) {
                polls.closed(this);
                worker.onNext(Requests.handedOver(response, polls.seal(came, caller)));
                worker.onCompleted();
            } else {
                polls.giveBack(came, caller, "its poll had ended");
            }
        }
    }

    private void gone() {
        if (state.compareAndSet(State.WAITING, State.ENDED)) {
            close();
            return;
        }
        var handed = task;
        if (handed != null && state.compareAndSet(State.HANDED_OVER, State.ENDED)) {
            polls.giveBack(handed, caller, "its poll ended before the task reached it");
        }
    }

    private void close() {
        polls.closed(this);
        var call = temporal;
        if (call != null) {
            call.cancel("the worker does not wait any more", null);
        }
    }
}
