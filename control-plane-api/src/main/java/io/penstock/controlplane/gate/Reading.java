package io.penstock.controlplane.gate;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall.Listener;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// The calls of each cluster whose request has not wholly come: their number times the largest message bounds the
/// memory that a piped can take.
final class Reading {
    private final int perCluster;
    private final ConcurrentHashMap<String, Integer> byCluster = new ConcurrentHashMap<>();

    Reading(int perCluster) {
        this.perCluster = perCluster;
    }

    /// Whether there is room for one more; then it counts until its listener has the request.
    boolean enter(String cluster) {
        var room = new boolean[1];
        byCluster.compute(cluster, (_, count) -> {
            var open = count == null ? 0 : count;
            room[0] = open < perCluster;
            return room[0] ? open + 1 : open;
        });
        return room[0];
    }

    <Q> Listener<Q> until(Listener<Q> listener, String cluster) {
        var read = new AtomicBoolean();
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onHalfClose() {
                leave();
                super.onHalfClose();
            }

            @Override
            public void onCancel() {
                leave();
                super.onCancel();
            }

            @Override
            public void onComplete() {
                leave();
                super.onComplete();
            }

            private void leave() {
                if (read.compareAndSet(false, true)) {
                    byCluster.computeIfPresent(cluster, (_, count) -> count == 1 ? null : count - 1);
                }
            }
        };
    }
}
