package io.penstock.controlplane.piped;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// The memory that calls with large bodies may take at once: so much together, and half of it for each cluster. Who
/// finds none is sent away at once and comes again, so that no piped can exhaust the control plane.
final class Room {
    private static final int KIB = 1 << 10;

    /// The smallest share of a call, so that many small ones that never end are bounded too.
    private static final int LEAST_KIB = 512;

    private final int perClusterKib;
    private final Semaphore free;
    private final ConcurrentHashMap<String, Integer> byCluster = new ConcurrentHashMap<>();

    /// A call's share, given back when it is done.
    interface Share extends AutoCloseable {
        @Override
        void close();
    }

    /// @param bytes for all clusters together
    Room(long bytes) {
        var all = (int) Math.min(Integer.MAX_VALUE, bytes / KIB);
        perClusterKib = all / 2;
        free = new Semaphore(all);
    }

    /// Half of the memory that there is.
    static Room usual() {
        return new Room(Runtime.getRuntime().maxMemory() / 2);
    }

    /// Takes the memory that so many bytes need while they are read, understood and written.
    ///
    /// @param copies how many times they stand in memory at the worst
    Share take(String cluster, long bytes, int copies) {
        var wanted = Math.clamp(bytes * copies / KIB, LEAST_KIB, perClusterKib);
        if (!count(cluster, wanted)) {
            throw full(cluster);
        }
        if (!free.tryAcquire(wanted)) {
            leave(cluster, wanted);
            throw full(cluster);
        }
        return () -> {
            free.release(wanted);
            leave(cluster, wanted);
        };
    }

    private boolean count(String cluster, int wanted) {
        var room = new boolean[1];
        byCluster.compute(cluster, (_, known) -> {
            var taken = known == null ? 0 : known;
            room[0] = taken + wanted <= perClusterKib;
            return room[0] ? (Integer) (taken + wanted) : known;
        });
        return room[0];
    }

    private void leave(String cluster, int wanted) {
        byCluster.computeIfPresent(cluster, (_, taken) -> taken == wanted ? null : (Integer) (taken - wanted));
    }

    private static DoorRefusal full(String cluster) {
        return new DoorRefusal(429, "Too much of cluster " + cluster + " is being read at once.");
    }
}
