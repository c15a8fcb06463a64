package io.penstock.local.temporal;

import com.google.protobuf.util.Durations;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.penstock.local.LocalStackException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// What Penstock needs set up in a Temporal server: its namespace, with its retention, and its search attributes.
final class Ground {
    private static final Duration RETENTION = Duration.ofDays(14);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> SEARCH_ATTRIBUTES =
            List.of("PsProject", "PsApplication", "PsCluster", "PsKind", "PsPhase", "PsDeployment", "PsCommit");

    private final String address;

    Ground(String address) {
        this.address = address;
    }

    /// Sets up what is missing; nothing changes when all is there.
    void prepare() {
        var workflows = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).validateAndBuildWithDefaults());
        try {
            retried(() -> namespace(workflows));
        } finally {
            workflows.shutdownNow();
        }
        searchAttributes();
    }

    /// Sets up the search attributes only, for a server that takes any namespace.
    void searchAttributes() {
        var operator = OperatorServiceStubs.newServiceStubs(
                OperatorServiceStubsOptions.newBuilder().setTarget(address).validateAndBuildWithDefaults());
        try {
            retried(() -> searchAttributes(operator));
        } finally {
            operator.shutdownNow();
        }
    }

    private static void namespace(WorkflowServiceStubs stubs) {
        try {
            var found = stubs.blockingStub()
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(Temporal.NAMESPACE)
                            .build());
            var kept = Durations.toSeconds(found.getConfig().getWorkflowExecutionRetentionTtl());
            if (kept < RETENTION.toSeconds()) {
                stubs.blockingStub()
                        .updateNamespace(UpdateNamespaceRequest.newBuilder()
                                .setNamespace(Temporal.NAMESPACE)
                                .setConfig(NamespaceConfig.newBuilder()
                                        .setWorkflowExecutionRetentionTtl(Durations.fromSeconds(RETENTION.toSeconds())))
                                .build());
            }
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
                throw e;
            }
            stubs.blockingStub()
                    .registerNamespace(RegisterNamespaceRequest.newBuilder()
                            .setNamespace(Temporal.NAMESPACE)
                            .setDescription("Penstock's deployments")
                            .setWorkflowExecutionRetentionPeriod(Durations.fromSeconds(RETENTION.toSeconds()))
                            .build());
        }
    }

    private static void searchAttributes(OperatorServiceStubs stubs) {
        var known = known(stubs);
        var missing = new LinkedHashMap<String, IndexedValueType>();
        SEARCH_ATTRIBUTES.stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> missing.put(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
        if (missing.isEmpty()) {
            return;
        }
        try {
            stubs.blockingStub()
                    .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                            .setNamespace(Temporal.NAMESPACE)
                            .putAllSearchAttributes(missing)
                            .build());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    private static Set<String> known(OperatorServiceStubs stubs) {
        try {
            return stubs.blockingStub()
                    .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                            .setNamespace(Temporal.NAMESPACE)
                            .build())
                    .getCustomAttributesMap()
                    .keySet();
        } catch (StatusRuntimeException e) {
            // The test server cannot list them.
            if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
                return Set.of();
            }
            throw e;
        }
    }

    /// A server that has just started, or a namespace that was just made, is not known everywhere at once.
    private void retried(Runnable call) {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                call.run();
                return;
            } catch (StatusRuntimeException e) {
                if (System.nanoTime() > deadline) {
                    throw new LocalStackException("Temporal at " + address + ": " + e.getStatus(), e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted", e);
        }
    }
}
