package io.penstock.controlplane.gate;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.penstock.controlplane.piped.PipedKeys;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// The polls that wait at this gate, bounded for each cluster.
final class OpenPolls {
    private static final long LONGEST_SECONDS = 70;

    private final Upstream upstream;
    private final PipedKeys keys;
    private final Incarnations incarnations;
    private final FailedTasks failures;
    private final TaskTokens tokens;
    private final int perCluster;
    private final ConcurrentHashMap<String, Set<OpenPoll>> byCluster = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    OpenPolls(
            Upstream upstream,
            PipedKeys keys,
            Incarnations incarnations,
            FailedTasks failures,
            TaskTokens tokens,
            int perCluster) {
        this.upstream = upstream;
        this.keys = keys;
        this.incarnations = incarnations;
        this.failures = failures;
        this.tokens = tokens;
        this.perCluster = perCluster;
    }

    void open(PollActivityTaskQueueRequest request, Caller caller, StreamObserver<PollActivityTaskQueueResponse> to) {
        var worker = (ServerCallStreamObserver<PollActivityTaskQueueResponse>) to;
        var poll = new OpenPoll(this, caller, worker);
        if (!added(poll)) {
            to.onError(Status.RESOURCE_EXHAUSTED
                    .withDescription("open polls of cluster " + caller.cluster() + ": " + perCluster
                            + " wait already (expected: fewer)")
                    .asRuntimeException());
            return;
        }
        var deadline = Context.current().getDeadline();
        var seconds = deadline == null ? LONGEST_SECONDS : deadline.timeRemaining(TimeUnit.SECONDS);
        var stub = upstream.polling(Math.clamp(seconds, 1, LONGEST_SECONDS));
        Context.ROOT.run(() -> stub.pollActivityTaskQueue(request, poll));
        if (worker.isCancelled() || closed.get()) {
            poll.end(stopped());
        }
    }

    /// Ends the polls of a piped whose key is no longer good.
    void revoked(UUID piped) {
        for (var poll : all()) {
            if (poll.caller().piped().equals(piped) && refused(poll.caller())) {
                poll.end(revoked(poll.caller()));
            }
        }
    }

    /// Looks at every caller's key again, since a revocation may have been missed.
    void checkAll() {
        all().stream().map(poll -> poll.caller().piped()).distinct().forEach(this::revoked);
    }

    void closeAll() {
        closed.set(true);
        all().forEach(poll -> poll.end(stopped()));
    }

    int size() {
        return byCluster.values().stream().mapToInt(Set::size).sum();
    }

    void closed(OpenPoll poll) {
        byCluster.computeIfPresent(poll.caller().cluster(), (_, polls) -> {
            polls.remove(poll);
            return polls.isEmpty() ? null : polls;
        });
    }

    /// Why the caller may not have a task any more, asked of PostgreSQL now; null when it may.
    @Nullable
    Status refusal(Caller caller) {
        try {
            var owner = keys.ownerNow(caller.secret());
            return owner != null && owner.welcome() && owner.cluster().equals(caller.cluster())
                    ? null
                    : revoked(caller);
        } catch (JdbiException _) {
            return Status.UNAVAILABLE.withDescription("the key cannot be checked: PostgreSQL does not answer");
        }
    }

    /// Whether the key is known to be good no more.
    boolean refused(Caller caller) {
        var refusal = refusal(caller);
        return refusal != null && refusal.getCode() == Status.Code.PERMISSION_DENIED;
    }

    boolean holds(Caller caller, Task task) {
        return incarnations.holds(caller, task);
    }

    ByteString seal(Task task, Caller caller) {
        return tokens.seal(task, caller);
    }

    void giveBack(Task task, Caller caller, String why) {
        incarnations.ended(caller, task);
        failures.later(task, caller, why);
    }

    private boolean added(OpenPoll poll) {
        var room = new boolean[1];
        byCluster.compute(poll.caller().cluster(), (_, known) -> {
            var polls = known == null ? ConcurrentHashMap.<OpenPoll>newKeySet() : known;
            room[0] = polls.size() < perCluster && polls.add(poll);
            return polls;
        });
        return room[0];
    }

    private List<OpenPoll> all() {
        return byCluster.values().stream().flatMap(Set::stream).toList();
    }

    private static Status revoked(Caller caller) {
        return Status.PERMISSION_DENIED.withDescription("piped " + caller.piped() + ": its key was revoked");
    }

    private static Status stopped() {
        return Status.UNAVAILABLE.withDescription("this control plane stops; another one, or the next, goes on");
    }
}
