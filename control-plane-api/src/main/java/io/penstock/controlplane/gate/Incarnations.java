package io.penstock.controlplane.gate;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which tasks each process of a piped holds, so that they start elsewhere within seconds of its death: when
/// its last connection has been gone for the grace, its tasks are failed as retryable.
///
/// With several control-plane replicas a process may come back at another: before failing anything this gate
/// looks whether that one has seen it since, and while it has, looks again after each grace. Tasks that were
/// handed out before this control plane started are known again from their first heartbeat.
final class Incarnations {
    private static final Logger log = LoggerFactory.getLogger(Incarnations.class);
    private static final Duration REFRESH = Duration.ofSeconds(2);

    private final Presence presence;
    private final FailedTasks failures;
    private final ScheduledExecutorService timer;
    private final Executor executor;
    private final Duration grace;
    private final ConcurrentHashMap<Id, Worker> processes = new ConcurrentHashMap<>();

    record Id(UUID piped, UUID incarnation) {}

    /// Changed only inside `processes.compute`.
    private static final class Worker {
        private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
        private final Map<ByteString, Task> tasks = new ConcurrentHashMap<>();
        private volatile Caller caller;
        private volatile long lostAt;

        Worker(Caller caller) {
            this.caller = caller;
        }
    }

    private record Held(Caller caller, Collection<Task> tasks) {}

    Incarnations(
            Presence presence,
            FailedTasks failures,
            ScheduledExecutorService timer,
            Executor executor,
            Duration grace) {
        this.presence = presence;
        this.failures = failures;
        this.timer = timer;
        this.executor = executor;
        this.grace = grace;
    }

    void start() {
        var _ = timer.scheduleWithFixedDelay(
                this::refresh, REFRESH.toMillis(), REFRESH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// The caller is alive, on its connection.
    void seen(Caller caller) {
        var id = id(caller);
        if (id == null) {
            return;
        }
        var connection = caller.connection();
        var came = new boolean[1];
        processes.compute(id, (_, known) -> {
            var process = known == null ? new Worker(caller) : known;
            process.caller = caller;
            came[0] = process.connections.add(connection);
            return process;
        });
        if (!came[0]) {
            return;
        }
        if (connection.attach(id)) {
            executor.execute(() -> attempt(() -> presence.connected(List.of(id))));
        } else {
            lost(id, connection);
        }
    }

    /// The caller holds the task from now on; false when its process was given up meanwhile.
    boolean holds(Caller caller, Task task) {
        var id = id(caller);
        return id == null
                || processes.computeIfPresent(id, (_, process) -> {
                            process.tasks.put(task.token(), task);
                            return process;
                        })
                        != null;
    }

    /// The task has ended, or was never handed over.
    void ended(Caller caller, Task task) {
        var id = id(caller);
        if (id != null) {
            processes.computeIfPresent(id, (_, process) -> {
                process.tasks.remove(task.token());
                return process;
            });
        }
    }

    /// A connection has ended.
    void disconnected(Connection connection) {
        connection.end().forEach(id -> lost(id, connection));
    }

    /// Other processes took the place of these: whoever of them is not connected here is not waited for.
    void replaced(Collection<Id> older) {
        older.forEach(id -> giveUp(id, process -> process.connections.isEmpty(), "a new process took its place"));
    }

    /// A piped's keys changed: processes whose key is no longer good lose their tasks, connected or not.
    void revoked(UUID piped, Predicate<Caller> refused) {
        processes.forEach((id, process) -> {
            var caller = process.caller;
            if (id.piped().equals(piped) && refused.test(caller)) {
                giveUp(id, known -> known.caller.secret().equals(caller.secret()), "its key was revoked");
            }
        });
    }

    int connected() {
        return (int) processes.values().stream()
                .filter(process -> !process.connections.isEmpty())
                .count();
    }

    int tasks() {
        return processes.values().stream()
                .mapToInt(process -> process.tasks.size())
                .sum();
    }

    private void lost(Id id, Connection connection) {
        var alone = new long[1];
        processes.computeIfPresent(id, (_, process) -> {
            if (process.connections.remove(connection) && process.connections.isEmpty()) {
                process.lostAt = System.nanoTime();
                alone[0] = process.lostAt;
            }
            return process;
        });
        if (alone[0] != 0) {
            later(id, alone[0]);
        }
    }

    private void later(Id id, long lostAt) {
        var _ = timer.schedule(() -> overdue(id, lostAt), grace.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void overdue(Id id, long lostAt) {
        var process = processes.get(id);
        if (process == null || !process.connections.isEmpty() || process.lostAt != lostAt) {
            return;
        }
        try {
            if (!presence.elsewhere(id)) {
                giveUp(id, known -> known.connections.isEmpty() && known.lostAt == lostAt, "its connection is gone");
                return;
            }
        } catch (JdbiException e) {
            log.warn("cannot look for {} at other replicas: {}", id, e.getMessage());
        }
        later(id, lostAt);
    }

    private void giveUp(Id id, Predicate<Worker> when, String why) {
        var held = new ArrayList<Held>(1);
        processes.computeIfPresent(id, (_, process) -> {
            if (!when.test(process)) {
                return process;
            }
            held.add(new Held(process.caller, List.copyOf(process.tasks.values())));
            return null;
        });
        for (var given : held) {
            log.info("{} is given up, {}: {} tasks start elsewhere", given.caller, why, given.tasks.size());
            given.tasks.forEach(task -> failures.later(task, given.caller, why));
            attempt(() -> presence.gone(id));
        }
    }

    private void refresh() {
        attempt(() -> presence.connected(processes.entrySet().stream()
                .filter(entry -> !entry.getValue().connections.isEmpty())
                .map(Map.Entry::getKey)
                .toList()));
    }

    private static void attempt(Runnable statement) {
        try {
            statement.run();
        } catch (JdbiException e) {
            log.warn("the presence of pipeds is not written: {}", e.getMessage());
        }
    }

    private static @Nullable Id id(Caller caller) {
        var incarnation = caller.incarnation();
        return incarnation == null ? null : new Id(caller.piped(), incarnation);
    }
}
