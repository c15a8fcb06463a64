package io.penstock.activities.kubernetes;

import io.penstock.activities.Acknowledgements;
import io.penstock.activities.Heartbeat;
import io.penstock.activities.bundle.Bundles;
import io.penstock.activities.door.DoorAway;
import io.penstock.activities.door.DoorClient;
import io.penstock.activities.door.DoorRefused;
import io.penstock.activities.door.Redactor;
import io.penstock.activities.door.StageLogs;
import io.penstock.activities.door.Views;
import io.penstock.activities.git.GitUnavailable;
import io.penstock.activities.git.Mirrors;
import io.penstock.workflows.Failures;
import io.penstock.workflows.config.ConfigException;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.kubernetes.KubernetesActivities;
import io.temporal.activity.Activity;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a piped does to its Kubernetes cluster.
public final class KubernetesActivitiesImpl implements KubernetesActivities {
    private static final int RENDERINGS_AT_ONCE = 4;
    private static final int WRITES_AT_ONCE = 64;

    private final Parts parts;
    private final Rendering rendering;
    private final Semaphore renderings = new Semaphore(RENDERINGS_AT_ONCE);
    private final Semaphore writes = new Semaphore(WRITES_AT_ONCE);

    /// What the activities work with.
    ///
    /// @param piped id of the piped, written on every object
    /// @param acknowledgements overhears the worker's heartbeats: one of its client's interceptors
    public record Parts(
            String piped,
            Cluster cluster,
            Mirrors mirrors,
            Bundles bundles,
            StageLogs logs,
            DoorClient door,
            Views views,
            Redactor redactor,
            Acknowledgements acknowledgements) {
        /// Tells people why something does not move and what would move it, or with a null cause that it moves
        /// again.
        void tell(DeploymentId deployment, @Nullable Integer stage, @Nullable String cause, String unblock) {
            var clean = cause == null ? null : redactor.redact(cause);
            var progress = new Door.Progress(deployment, stage, null, clean, clean == null ? null : unblock);
            Thread.ofVirtual().name("progress").start(() -> {
                try {
                    door.progress(progress);
                } catch (DoorAway | DoorRefused _) {
                    // The work does not depend on it, and the next one tells.
                }
            });
        }

        /// Lets people see what the deployment changes, in a while.
        void show(DeploymentId deployment, BlobId bundle, Supplier<ChangeList.Sides> sides) {
            views.offer(Door.Changes.viewId(deployment, bundle), () -> ChangeList.of(sides.get(), redactor));
        }
    }

    public KubernetesActivitiesImpl(Parts parts) {
        this.parts = parts;
        this.rendering = new Rendering(parts.mirrors, parts.bundles);
        parts.cluster.warm();
    }

    @Override
    public Rendered render(RenderRequest request) {
        var attempt = Activity.getExecutionContext().getInfo().getAttempt();
        return Heartbeat.during(() -> bounded(renderings, () -> {
            try {
                var made = rendering.render(request);
                var rendered = made.rendered();
                parts.show(request.deployment(), rendered.bundle(), made::sides);
                if (attempt > 1) {
                    parts.tell(request.deployment(), null, null, "");
                }
                return rendered;
            } catch (ConfigException e) {
                throw Failures.configuration(String.valueOf(e.getMessage()));
            } catch (GitUnavailable e) {
                parts.tell(request.deployment(), null, e.getMessage(), "the Git host answering the piped");
                throw e;
            }
        }));
    }

    @Override
    public Applied apply(StageRequest request) {
        return writing(request, StageRun::apply);
    }

    @Override
    public Cleaned clean(StageRequest request) {
        return writing(request, StageRun::clean);
    }

    @Override
    public void awaitReady(StageRequest request) {
        var context = Activity.getExecutionContext();
        var attempt = new StageAttempt(parts, request, context);
        var before = context.getHeartbeatDetails(String.class).orElse("");
        var details = new AtomicReference<>(before);
        var told = new ReadinessWait.Told(attempt.log(), attempt::hidden, seen -> details.set(seen.text()));
        Heartbeat.during(
                details::get, () -> attempt.run(run -> run.awaitReady(ReadinessWait.Seen.parse(before), told)));
    }

    private <T> T writing(StageRequest request, StageAttempt.Work<T> work) {
        var context = Activity.getExecutionContext();
        var attempt = new StageAttempt(parts, request, context);
        var token = context.getInfo().getTaskToken();
        parts.acknowledgements.begin(token);
        try {
            return Heartbeat.during(() -> bounded(writes, () -> attempt.run(work)));
        } finally {
            parts.acknowledgements.end(token);
        }
    }

    private static <T> T bounded(Semaphore semaphore, Callable<T> work) throws Exception {
        semaphore.acquire();
        try {
            return work.call();
        } finally {
            semaphore.release();
        }
    }
}
