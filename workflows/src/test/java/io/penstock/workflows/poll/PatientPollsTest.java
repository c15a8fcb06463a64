package io.penstock.workflows.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PatientPollsTest {
    private final List<Status> told = new CopyOnWriteArrayList<>();

    @Test
    void aServerThatIsAwayBringsNoTaskInsteadOfAFailure() {
        var end = poll(Status.UNAVAILABLE);
        assertThat(end.status.get()).isEqualTo(Status.OK);
        assertThat(end.messages).containsExactly(PollActivityTaskQueueResponse.getDefaultInstance());
        assertThat(told).containsExactly(Status.UNAVAILABLE);
    }

    @Test
    void aTaskThatCameIsHandedOnAloneAlsoWhereTheConnectionBreaksBehindIt() {
        var task = PollActivityTaskQueueResponse.newBuilder()
                .setActivityId("render")
                .build();
        var end = poll(new Answering(task, Status.UNAVAILABLE));
        assertThat(end.messages).containsExactly(task);
        assertThat(end.status.get()).isEqualTo(Status.UNAVAILABLE);
        assertThat(told).containsExactly(Status.OK);
    }

    @Test
    void whatThePollerItselfCausedIsPassedOn() {
        for (var status : List.of(Status.CANCELLED, Status.DEADLINE_EXCEEDED, Status.INVALID_ARGUMENT)) {
            var end = poll(status);
            assertThat(end.status.get()).isEqualTo(status);
            assertThat(end.messages).isEmpty();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void aRefusedKeyIsTriedSlowlyAndStoppingDoesNotWaitForIt() throws InterruptedException {
        var end = new AtomicReference<@Nullable End>();
        var poller = Thread.ofVirtual().start(() -> end.set(poll(Status.UNAUTHENTICATED)));
        assertThat(poller.join(java.time.Duration.ofMillis(1_500))).isFalse();
        assertThat(told).containsExactly(Status.UNAUTHENTICATED);
        poller.interrupt();
        assertThat(poller.join(java.time.Duration.ofSeconds(5))).isTrue();
        assertThat(end.get()).extracting(each -> each.status.get()).isEqualTo(Status.UNAUTHENTICATED);
    }

    private End poll(Status answer) {
        return poll(new Answering(null, answer));
    }

    private End poll(Answering server) {
        var end = new End();
        var channel = ClientInterceptors.intercept(server, new PatientPolls(told::add));
        channel.newCall(WorkflowServiceGrpc.getPollActivityTaskQueueMethod(), CallOptions.DEFAULT)
                .start(end, new Metadata());
        return end;
    }

    private static final class End extends ClientCall.Listener<PollActivityTaskQueueResponse> {
        final List<PollActivityTaskQueueResponse> messages = new ArrayList<>();
        final AtomicReference<@Nullable Status> status = new AtomicReference<>();

        @Override
        public void onMessage(PollActivityTaskQueueResponse message) {
            messages.add(message);
        }

        @Override
        public void onClose(Status ended, Metadata trailers) {
            status.set(ended);
        }
    }

    private static final class Answering extends Channel {
        private final @Nullable PollActivityTaskQueueResponse task;
        private final Status status;

        Answering(@Nullable PollActivityTaskQueueResponse task, Status status) {
            this.task = task;
            this.status = status;
        }

        @Override
        public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
            assertThat(options.isWaitForReady()).isTrue();
            return new ClientCall<>() {
                @Override
                public void start(Listener<R> listener, Metadata headers) {
                    if (task != null) {
                        listener.onMessage(method.parseResponse(new ByteArrayInputStream(task.toByteArray())));
                    }
                    listener.onClose(status, new Metadata());
                }

                @Override
                public void request(int messages) {
                    // nothing comes
                }

                @Override
                public void cancel(@Nullable String message, @Nullable Throwable cause) {
                    // it has ended
                }

                @Override
                public void halfClose() {
                    // it has ended
                }

                @Override
                public void sendMessage(Q message) {
                    // nobody hears it
                }
            };
        }

        @Override
        public String authority() {
            return "test";
        }
    }
}
