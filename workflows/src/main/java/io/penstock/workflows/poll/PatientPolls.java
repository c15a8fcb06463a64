package io.penstock.workflows.poll;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/// Polls that wait for a server that is away, so that work goes on within a second of its return.
///
/// Left alone, the SDK pauses twice as long after each failed poll of any of its pollers, up to a minute. Here a poll
/// that fails becomes, after a short pause, a poll that brought no task.
public final class PatientPolls implements ClientInterceptor {
    private static final Set<String> POLLS = Set.of("PollActivityTaskQueue", "PollWorkflowTaskQueue");
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PAUSE_WHEN_REFUSED = Duration.ofSeconds(30);

    private final Consumer<Status> standing;

    /// @param standing is told how each poll ended: OK, or why it is made again
    public PatientPolls(Consumer<Status> standing) {
        this.standing = standing;
    }

    /// Whether it is us that the server does not want.
    public static boolean refusal(Status status) {
        return status.getCode() == Status.Code.UNAUTHENTICATED || status.getCode() == Status.Code.PERMISSION_DENIED;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        if (!POLLS.contains(method.getBareMethodName())
                || !(method.getResponseMarshaller() instanceof PrototypeMarshaller<R> marshaller)) {
            return next.newCall(method, options);
        }
        var nothing = marshaller.getMessagePrototype();
        return new SimpleForwardingClientCall<>(next.newCall(method, options.withWaitForReady())) {
            @Override
            public void start(Listener<R> listener, Metadata headers) {
                super.start(nothing == null ? listener : new Patient<>(listener, nothing, standing), headers);
            }
        };
    }

    private static final class Patient<R> extends SimpleForwardingClientCallListener<R> {
        private final R nothing;
        private final Consumer<Status> standing;
        private boolean answered;

        Patient(ClientCall.Listener<R> listener, R nothing, Consumer<Status> standing) {
            super(listener);
            this.nothing = nothing;
            this.standing = standing;
        }

        @Override
        public void onMessage(R message) {
            answered = true;
            standing.accept(Status.OK);
            super.onMessage(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (answered || !weather(status) || !rest(status)) {
                super.onClose(status, trailers);
                return;
            }
            super.onMessage(nothing);
            super.onClose(Status.OK, trailers);
        }

        private boolean rest(Status status) {
            standing.accept(status);
            try {
                Thread.sleep(refusal(status) ? PAUSE_WHEN_REFUSED : PAUSE);
                return true;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private static boolean weather(Status status) {
            return switch (status.getCode()) {
                case UNAVAILABLE, RESOURCE_EXHAUSTED, INTERNAL, UNKNOWN, ABORTED, UNAUTHENTICATED, PERMISSION_DENIED ->
                    true;
                case OK,
                        CANCELLED,
                        INVALID_ARGUMENT,
                        DEADLINE_EXCEEDED,
                        NOT_FOUND,
                        ALREADY_EXISTS,
                        FAILED_PRECONDITION,
                        OUT_OF_RANGE,
                        UNIMPLEMENTED,
                        DATA_LOSS -> false;
            };
        }
    }
}
