package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.workflows.Failures;
import io.penstock.workflows.deployment.Fence;
import io.penstock.workflows.stage.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Waiting until what a stage wrote is available. Only time in which the cluster could be seen counts.
final class ReadinessWait {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration STANDSTILL = Duration.ofSeconds(2);
    private static final Duration BETWEEN_DIAGNOSES = Duration.ofSeconds(2);

    private final Cluster cluster;
    private final Fence fence;
    private final Readiness readiness;
    private final Told told;
    private final Diagnosis diagnosis;
    private final Map<String, String> said = new LinkedHashMap<>();

    private Seen seen;
    private long at = System.nanoTime();
    private long diagnosedAt = at - BETWEEN_DIAGNOSES.toNanos();
    private Diagnosis.@Nullable Finding finding;
    private @Nullable String hidden;

    /// Whom the wait tells what.
    ///
    /// @param line a line of the stage's log
    /// @param hidden why the cluster cannot be seen; null when it can again
    /// @param seen how far the wait is
    record Told(Consumer<String> line, Consumer<@Nullable String> hidden, Consumer<Seen> seen) {}

    /// How far an attempt came, for the one that goes on after it.
    ///
    /// @param visibleMillis time in which the cluster could be seen
    /// @param stalledMillis the part of it since the last progress
    /// @param reached the furthest that the workloads were
    record Seen(long visibleMillis, long stalledMillis, long reached) {
        static final Seen NOTHING = new Seen(0, 0, -1);

        String text() {
            return visibleMillis + " " + stalledMillis + " " + reached;
        }

        /// Reads what `text` wrote; anything else is nothing.
        static Seen parse(String text) {
            var parts = text.split(" ", -1);
            try {
                return new Seen(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
                return NOTHING;
            }
        }
    }

    ReadinessWait(Cluster cluster, Fence fence, Readiness readiness, Seen before, Told told) {
        this.cluster = cluster;
        this.fence = fence;
        this.readiness = readiness;
        this.seen = before;
        this.told = told;
        this.diagnosis = new Diagnosis(cluster.server());
    }

    /// Returns when all are available; a workload that does not become so is a `StageFailure` with the reason.
    void await(List<FencedWriter.Target> workloads) throws InterruptedException {
        at = System.nanoTime();
        var watches = watches(workloads);
        while (watches == null) {
            Thread.sleep(LOOK);
            watches = watches(workloads);
        }
        var bell = new Semaphore(0);
        for (int i = 0; i < workloads.size(); i++) {
            watches.get(i).listen(workloads.get(i).namespace(), name(workloads.get(i)), bell);
        }
        try {
            while (!look(workloads, watches)) {
                if (bell.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                }
            }
        } finally {
            for (int i = 0; i < workloads.size(); i++) {
                watches.get(i).forget(workloads.get(i).namespace(), name(workloads.get(i)), bell);
            }
        }
    }

    private static String name(FencedWriter.Target workload) {
        return workload.manifest().name();
    }

    /// The watch of each workload's kind, null while one of them cannot be had.
    private @Nullable List<Reflector> watches(List<FencedWriter.Target> workloads) throws InterruptedException {
        try {
            var watches = new ArrayList<Reflector>();
            for (var workload : workloads) {
                watches.add(cluster.marked(workload.type(), workload.namespace()));
            }
            return watches;
        } catch (UnreachableException e) {
            pass(false);
            tell(e.getMessage());
            return null;
        }
    }

    private boolean look(List<FencedWriter.Target> workloads, List<Reflector> watches) {
        var visible = watches.stream().allMatch(Reflector::isConnected);
        pass(visible);
        if (!visible) {
            tell(watches.stream()
                    .map(Reflector::problem)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse("the API server does not answer"));
            return false;
        }
        tell(null);
        var pending = new LinkedHashMap<ObjectNode, WorkloadStatus.Pending>();
        var reached = 0L;
        for (int i = 0; i < workloads.size(); i++) {
            var workload = workloads.get(i);
            var live = watches.get(i)
                    .find(workload.namespace(), workload.manifest().name());
            var status = status(workload, live);
            say(status.sentence(), workload);
            switch (status) {
                case WorkloadStatus.Ready _ -> reached += 1_000_000;
                case WorkloadStatus.Failed failed -> throw Failures.stage(explained(live, failed));
                case WorkloadStatus.Pending one -> {
                    reached += one.reached();
                    pending.put(live == null ? workload.manifest().body() : live, one);
                }
            }
        }
        if (reached > seen.reached) {
            seen = new Seen(seen.visibleMillis, 0, reached);
            told.seen.accept(seen);
            finding = null;
        }
        if (pending.isEmpty()) {
            return true;
        }
        diagnose(pending);
        judge(pending);
        return false;
    }

    private WorkloadStatus status(FencedWriter.Target workload, @Nullable ObjectNode live) {
        var title = workload.manifest().title();
        if (live == null && removesItself(workload.manifest()) && seen.stalledMillis >= STANDSTILL.toMillis()) {
            return new WorkloadStatus.Ready(title + ": ended and removed by its time to live");
        }
        if (live == null) {
            return new WorkloadStatus.Pending(title + ": not there", 0, title + " was deleted by somebody else");
        }
        var there = Marks.fence(live);
        if (there != null && there.compareTo(fence) > 0) {
            throw Failures.fenced(title + " was written by a newer deployment");
        }
        if (!fence.equals(there)) {
            return new WorkloadStatus.Pending(title + ": not seen yet", 0, title + " was changed by somebody else");
        }
        return WorkloadStatus.of(live);
    }

    /// A Job with a time to live is deleted by the cluster once it has ended; one that fails stays for as long.
    private static boolean removesItself(Manifest manifest) {
        return manifest.kind().equals("Job")
                && Fields.at(manifest.body(), "spec", "ttlSecondsAfterFinished").isNumber();
    }

    private void diagnose(Map<ObjectNode, WorkloadStatus.Pending> pending) {
        var now = System.nanoTime();
        if (seen.stalledMillis
                        < Math.min(
                                STANDSTILL.toMillis(), readiness.failFastAfter().toMillis())
                || now - diagnosedAt < BETWEEN_DIAGNOSES.toNanos()) {
            return;
        }
        diagnosedAt = now;
        finding = null;
        for (var entry : pending.entrySet()) {
            var found = asked(entry.getKey(), entry.getValue());
            if (found != null && (finding == null || (found.lasting() && !finding.lasting()))) {
                finding = found;
            }
        }
        if (finding != null && !finding.sentence().equals(said.put("", finding.sentence()))) {
            told.line.accept(finding.sentence());
        }
    }

    private Diagnosis.@Nullable Finding asked(ObjectNode workload, WorkloadStatus.Pending status) {
        try {
            return diagnosis.of(workload, status);
        } catch (ApiServerException | UnreachableException e) {
            return new Diagnosis.Finding(
                    status.sentence() + " (its Pods cannot be read: " + e.getMessage() + ")", false);
        }
    }

    /// A workload says that it failed, its Pods and events say why.
    private String explained(@Nullable ObjectNode live, WorkloadStatus.Failed failed) {
        var found = live == null ? null : asked(live, new WorkloadStatus.Pending(failed.sentence(), 0, ""));
        return found == null ? failed.sentence() : found.sentence();
    }

    private void judge(Map<ObjectNode, WorkloadStatus.Pending> pending) {
        var found = finding;
        if (found != null
                && found.lasting()
                && seen.stalledMillis >= readiness.failFastAfter().toMillis()) {
            throw Failures.stage(found.sentence());
        }
        if (seen.visibleMillis >= readiness.readyTimeout().toMillis()) {
            var sentence = found != null
                    ? found.sentence()
                    : pending.values().iterator().next().sentence();
            throw Failures.stage("not available within " + Words.of(readiness.readyTimeout()) + ": " + sentence);
        }
    }

    private void pass(boolean visible) {
        var now = System.nanoTime();
        var millis = Math.min((now - at) / 1_000_000, 2 * LOOK.toMillis());
        at = now;
        if (visible && hidden == null) {
            seen = new Seen(seen.visibleMillis + millis, seen.stalledMillis + millis, seen.reached);
            told.seen.accept(seen);
        }
    }

    private void tell(@Nullable String cause) {
        if (!Objects.equals(hidden, cause)) {
            hidden = cause;
            told.hidden.accept(cause);
            told.line.accept(cause == null ? "the cluster can be seen again" : "waiting: " + cause);
        }
    }

    private void say(String sentence, FencedWriter.Target workload) {
        if (!sentence.equals(said.put(workload.path(), sentence))) {
            told.line.accept(sentence);
        }
    }
}
