package io.penstock.workflows.deployment;

import io.penstock.workflows.kubernetes.KubernetesActivities;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/// A cluster that remembers what was asked of it and answers as a test tells it to.
final class FakeCluster implements KubernetesActivities {
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final ConcurrentHashMap<String, Supplier<RuntimeException>> failures = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Integer> times = new ConcurrentHashMap<>();
    private volatile Rendered rendered;
    private volatile boolean stuck;

    FakeCluster(Rendered rendered) {
        this.rendered = rendered;
    }

    void renders(Rendered next) {
        rendered = next;
    }

    /// From now on a call of this name fails, `count` times.
    void fails(String call, int count, Supplier<RuntimeException> failure) {
        failures.put(call, failure);
        times.put(call, count);
    }

    /// Workloads never become ready, and the wait goes on until somebody cancels it.
    void neverReady() {
        stuck = true;
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public Rendered render(RenderRequest request) {
        answer("render");
        return rendered;
    }

    @Override
    public Applied apply(StageRequest request) {
        answer("apply " + name(request));
        return new Applied(1, 0, 0, 0, 1);
    }

    @Override
    public void awaitReady(StageRequest request) {
        answer("awaitReady " + name(request));
        while (stuck && request.source() != Source.ROLLBACK) {
            try {
                Activity.getExecutionContext().heartbeat(null);
                Thread.sleep(20);
            } catch (ActivityCompletionException e) {
                asked.add("cancelled");
                throw e;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public Cleaned clean(StageRequest request) {
        answer("clean " + name(request));
        return new Cleaned(1);
    }

    private static String name(StageRequest request) {
        return request.source() == Source.PIPELINE
                ? String.valueOf(request.index())
                : request.source().name();
    }

    private void answer(String call) {
        asked.add(call);
        var failure = failures.get(call);
        if (failure != null && times.merge(call, -1, Integer::sum) >= 0) {
            throw failure.get();
        }
    }
}
