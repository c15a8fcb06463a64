package io.penstock.local.temporal;

import io.grpc.StatusRuntimeException;
import io.penstock.local.LocalStackException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;

/// The first call to a Temporal server. Namespace and search attributes are the control plane's to set up.
final class Greeting {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 200;

    private final String address;

    Greeting(String address) {
        this.address = address;
    }

    /// Waits until the server answers as one; a port that is open says little.
    void await() {
        var stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).validateAndBuildWithDefaults());
        try {
            var deadline = System.nanoTime() + LIMIT.toNanos();
            while (!answers(stubs, deadline)) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted", e);
        } finally {
            stubs.shutdownNow();
        }
    }

    private boolean answers(WorkflowServiceStubs stubs, long deadline) {
        try {
            stubs.blockingStub().getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
            return true;
        } catch (StatusRuntimeException e) {
            if (System.nanoTime() - deadline > 0) {
                throw new LocalStackException(
                        "Temporal at " + address + ": " + e.getStatus().getCode() + " (expected: a Temporal server)",
                        e);
            }
            return false;
        }
    }
}
