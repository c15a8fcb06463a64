package io.penstock.controlplane;

import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.kubernetes.KubernetesActivities;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A cluster where everything succeeds, at once or when it is let go.
public final class FakePiped implements KubernetesActivities {
    public final List<StageRequest> applied = Collections.synchronizedList(new ArrayList<>());
    private final ApplicationConfig config;
    private final CountDownLatch gate;

    public FakePiped(ApplicationConfig config, CountDownLatch gate) {
        this.config = config;
        this.gate = gate;
    }

    @Override
    public Rendered render(RenderRequest request) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return World.rendered(config);
    }

    @Override
    public Applied apply(StageRequest request) {
        applied.add(request);
        return new Applied(1, 0, 0, 0, 1);
    }

    @Override
    public void awaitReady(StageRequest request) {}

    @Override
    public Cleaned clean(StageRequest request) {
        return new Cleaned(0);
    }
}
