package io.penstock.system;

import io.penstock.local.LocalStack;
import io.penstock.local.PartStatus;
import io.penstock.local.cluster.KwokCluster;
import io.penstock.local.process.Command;
import io.penstock.local.process.RunningProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The processes of an installation as targets of death and standstill. A target is the name of a part, or
/// `cluster-tokyo/etcd` for one process of a simulated cluster, whose part alone means its API server.
final class Processes {
    private static final Duration DEATH = Duration.ofSeconds(20);

    private final LocalStack stack;
    private final Set<Long> frozen = ConcurrentHashMap.newKeySet();

    Processes(LocalStack stack) {
        this.stack = stack;
    }

    /// `kill -9`; returns when it is dead.
    void kill(String target) {
        var process = process(target);
        Command.of("kill", "-9", Long.toString(process.pid())).succeed();
        if (!process.endsWithin(DEATH)) {
            throw new AssertionError(target + " still runs after kill -9");
        }
    }

    /// Brings a process to a standstill: it answers nobody and nobody is told.
    void freeze(String target) {
        var pid = process(target).pid();
        Command.of("kill", "-STOP", Long.toString(pid)).succeed();
        frozen.add(pid);
    }

    void thaw(String target) {
        var pid = process(target).pid();
        Command.of("kill", "-CONT", Long.toString(pid)).succeed();
        frozen.remove(pid);
    }

    /// Lets everything go on, whatever a test that failed left behind.
    void thawAll() {
        frozen.forEach(pid -> Command.of("kill", "-CONT", Long.toString(pid)).run());
        frozen.clear();
    }

    /// How a part is.
    PartStatus status(String part) {
        return stack.status().stream()
                .filter(each -> each.name().equals(part))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("part: " + part + " (expected: one of "
                        + stack.status().stream().map(PartStatus::name).toList() + ")"));
    }

    private RunningProcess process(String target) {
        var slash = target.indexOf('/');
        return slash < 0
                ? process(target, status(target).pid())
                : component(target.substring("cluster-".length(), slash), target.substring(slash + 1));
    }

    private static RunningProcess process(String part, @Nullable Long pid) {
        if (pid == null) {
            throw new IllegalStateException(part + " does not run");
        }
        return RunningProcess.of(pid, Instant.now()).orElseThrow();
    }

    private RunningProcess component(String cluster, String name) {
        if (stack.parts().cluster(cluster) instanceof KwokCluster simulated) {
            return simulated.component(name).orElseThrow();
        }
        throw new IllegalArgumentException("cluster: " + cluster + " (expected: a simulated one)");
    }
}
