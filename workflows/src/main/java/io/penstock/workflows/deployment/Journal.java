package io.penstock.workflows.deployment;

import io.penstock.workflows.deployment.RecordActivities.FactBatch;
import io.penstock.workflows.id.DeploymentId;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The facts of one deployment on their way to the database: written in order, many at once, by one coroutine,
/// while the deployment goes on.
final class Journal {
    private final DeploymentId deployment;
    private final RecordActivities record;
    private final List<Fact> queue = new ArrayList<>();
    private int next;
    private boolean held = true;
    private boolean closed;
    private @Nullable Promise<Void> writer;

    Journal(DeploymentId deployment, RecordActivities record) {
        this.deployment = deployment;
        this.record = record;
    }

    static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    static String runId() {
        return Workflow.getInfo().getRunId();
    }

    void add(Fact fact) {
        queue.add(fact);
    }

    /// Lets facts go out; until then they wait to travel with the plan.
    void release() {
        if (held) {
            held = false;
            // Detached, so that a cancelled deployment still records how it ended.
            Workflow.newDetachedCancellationScope(() -> writer = Async.procedure(this::write))
                    .run();
        }
    }

    /// Whether facts already go out by themselves.
    boolean started() {
        return !held;
    }

    /// Number of the next fact when none is on its way.
    int next() {
        return next;
    }

    /// Takes what waits, to be recorded by somebody else.
    List<Fact> take() {
        var taken = List.copyOf(queue);
        queue.clear();
        next += taken.size();
        return taken;
    }

    /// Counts facts that somebody else recorded.
    void recorded(int count) {
        next += count;
    }

    /// Waits until everything is recorded.
    void flush() {
        release();
        Workflow.await(queue::isEmpty);
    }

    /// Waits until everything is recorded and ends the coroutine.
    void close() {
        release();
        closed = true;
        if (writer != null) {
            writer.get();
        }
    }

    private void write() {
        while (true) {
            Workflow.await(() -> closed || !queue.isEmpty());
            if (queue.isEmpty()) {
                return;
            }
            var batch = List.copyOf(queue);
            record.facts(new FactBatch(deployment, runId(), next, batch));
            next += batch.size();
            queue.subList(0, batch.size()).clear();
        }
    }
}
