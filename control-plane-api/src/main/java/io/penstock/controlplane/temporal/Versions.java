package io.penstock.controlplane.temporal;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeWorkerDeploymentRequest;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The builds of our workflow code that Temporal knows, and which of them is current: all that is open goes on there.
final class Versions {
    private static final Set<Status.Code> NOT_OFFERED =
            Set.of(Status.Code.UNIMPLEMENTED, Status.Code.PERMISSION_DENIED);
    /// What the server says of a version whose workers have not called yet, or that it is just writing down.
    private static final Set<Status.Code> NOT_YET = Set.of(
            Status.Code.NOT_FOUND, Status.Code.FAILED_PRECONDITION, Status.Code.UNAVAILABLE, Status.Code.ABORTED);

    private final WorkflowServiceStubs stubs;
    private final String namespace;

    Versions(WorkflowServiceStubs stubs, String namespace) {
        this.stubs = stubs;
        this.namespace = namespace;
    }

    /// What a server answers when it is asked once.
    ///
    /// @param offered whether it knows versions of workers at all
    /// @param current the current build, null when there is none yet
    record Known(boolean offered, @Nullable String current) {}

    Known ask() {
        try {
            var current = stubs.blockingStub()
                    .describeWorkerDeployment(DescribeWorkerDeploymentRequest.newBuilder()
                            .setNamespace(namespace)
                            .setDeploymentName(Build.DEPLOYMENT)
                            .build())
                    .getWorkerDeploymentInfo()
                    .getRoutingConfig()
                    .getCurrentDeploymentVersion()
                    .getBuildId();
            return new Known(true, current.isEmpty() ? null : current);
        } catch (StatusRuntimeException e) {
            var code = e.getStatus().getCode();
            if (code == Status.Code.NOT_FOUND) {
                return new Known(true, null);
            }
            if (NOT_OFFERED.contains(code)) {
                return new Known(false, null);
            }
            throw e;
        }
    }

    /// Makes a build the current one; false while its workers are not known yet.
    boolean makeCurrent(Build build) {
        try {
            stubs.blockingStub()
                    .setWorkerDeploymentCurrentVersion(SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                            .setNamespace(namespace)
                            .setDeploymentName(Build.DEPLOYMENT)
                            .setBuildId(build.id())
                            .setIgnoreMissingTaskQueues(true)
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            if (NOT_YET.contains(e.getStatus().getCode())) {
                return false;
            }
            throw e;
        }
    }
}
