package io.penstock.controlplane.gate;

import io.temporal.api.enums.v1.NamespaceState;
import io.temporal.api.namespace.v1.NamespaceInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a worker may know of Temporal: its version, and those capabilities that matter to activities and that
/// this door speaks. Asked of Temporal once a minute.
final class ServerFacts {
    private static final long FRESH = TimeUnit.MINUTES.toNanos(1);

    private final Upstream upstream;
    private final PayloadSizes sizes;
    private volatile @Nullable Facts facts;

    private record Facts(GetSystemInfoResponse system, DescribeNamespaceResponse namespace, long at) {}

    ServerFacts(Upstream upstream, PayloadSizes sizes) {
        this.upstream = upstream;
        this.sizes = sizes;
    }

    GetSystemInfoResponse system() {
        return facts().system();
    }

    DescribeNamespaceResponse namespace() {
        return facts().namespace();
    }

    private Facts facts() {
        var known = facts;
        if (known != null && System.nanoTime() - known.at() < FRESH) {
            return known;
        }
        var read = new Facts(readSystem(), readNamespace(), System.nanoTime());
        facts = read;
        return read;
    }

    private GetSystemInfoResponse readSystem() {
        var told =
                upstream.call("GetSystemInfo", stub -> stub.getSystemInfo(GetSystemInfoRequest.getDefaultInstance()));
        var able = told.getCapabilities();
        return GetSystemInfoResponse.newBuilder()
                .setServerVersion(told.getServerVersion())
                .setCapabilities(GetSystemInfoResponse.Capabilities.newBuilder()
                        .setInternalErrorDifferentiation(able.getInternalErrorDifferentiation())
                        .setActivityFailureIncludeHeartbeat(able.getActivityFailureIncludeHeartbeat())
                        .setEncodedFailureAttributes(able.getEncodedFailureAttributes())
                        .setSdkMetadata(able.getSdkMetadata()))
                .build();
    }

    private DescribeNamespaceResponse readNamespace() {
        var request = DescribeNamespaceRequest.newBuilder()
                .setNamespace(upstream.namespace())
                .build();
        var able = upstream.call("DescribeNamespace", stub -> stub.describeNamespace(request))
                .getNamespaceInfo()
                .getCapabilities();
        return DescribeNamespaceResponse.newBuilder()
                .setNamespaceInfo(NamespaceInfo.newBuilder()
                        .setName(upstream.namespace())
                        .setState(NamespaceState.NAMESPACE_STATE_REGISTERED)
                        .setLimits(NamespaceInfo.Limits.newBuilder().setBlobSizeLimitError(sizes.maximum()))
                        .setCapabilities(NamespaceInfo.Capabilities.newBuilder()
                                .setPollerAutoscaling(able.getPollerAutoscaling())
                                .setWorkerPollCompleteOnShutdown(able.getWorkerPollCompleteOnShutdown())))
                .build();
    }
}
