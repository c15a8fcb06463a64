package io.penstock.activities;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// When the heartbeats of this process's attempts were last acknowledged. The SDK keeps failed heartbeats to
/// itself, so they are overheard on their way to the gate.
public final class Acknowledgements implements ClientInterceptor {
    private static final String HEARTBEAT = "RecordActivityTaskHeartbeat";

    private final Map<ByteString, Long> heard = new ConcurrentHashMap<>();

    /// Begins to follow an attempt, whose start counts as the first sign.
    public void begin(byte[] taskToken) {
        heard.put(ByteString.copyFrom(taskToken), System.nanoTime());
    }

    public void end(byte[] taskToken) {
        heard.remove(ByteString.copyFrom(taskToken));
    }

    /// Time since the attempt's last acknowledged heartbeat was sent; endless for one that is not followed.
    public Duration silence(byte[] taskToken) {
        var at = heard.get(ByteString.copyFrom(taskToken));
        return at == null ? Duration.ofDays(1) : Duration.ofNanos(System.nanoTime() - at);
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        var call = next.newCall(method, options);
        return HEARTBEAT.equals(method.getBareMethodName()) ? new Overheard<>(call) : call;
    }

    private final class Overheard<Q, A> extends SimpleForwardingClientCall<Q, A> {
        private ByteString token = ByteString.EMPTY;
        private long sent;

        Overheard(ClientCall<Q, A> call) {
            super(call);
        }

        @Override
        public void sendMessage(Q message) {
            if (message instanceof RecordActivityTaskHeartbeatRequest heartbeat) {
                token = heartbeat.getTaskToken();
                sent = System.nanoTime();
            }
            super.sendMessage(message);
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            super.start(
                    new SimpleForwardingClientCallListener<A>(listener) {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            if (status.isOk()) {
                                heard.computeIfPresent(token, (_, before) -> Math.max(before, sent));
                            }
                            super.onClose(status, trailers);
                        }
                    },
                    headers);
        }
    }
}
