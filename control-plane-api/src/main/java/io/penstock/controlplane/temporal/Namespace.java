package io.penstock.controlplane.temporal;

import com.google.protobuf.util.Durations;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.penstock.workflows.TemporalNames;
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
import java.util.HashMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The namespace that we work in, made ready where it is not: it exists, keeps closed workflows long enough,
/// and knows the search attributes. Where we may not change it, it is taken as it is.
final class Namespace {
    private static final Logger log = LoggerFactory.getLogger(Namespace.class);
    private static final Set<Status.Code> NOT_OURS_TO_CHANGE =
            Set.of(Status.Code.PERMISSION_DENIED, Status.Code.UNIMPLEMENTED);

    private final WorkflowServiceStubs stubs;
    private final WorkflowServiceStubsOptions options;
    private final TemporalConfig config;

    Namespace(WorkflowServiceStubs stubs, WorkflowServiceStubsOptions options, TemporalConfig config) {
        this.stubs = stubs;
        this.options = options;
        this.config = config;
    }

    /// Fails when Temporal cannot be reached, or when the namespace is missing and cannot be made.
    void prepare() {
        var name = config.namespaceName();
        var retention = Durations.fromDays(config.retention());
        try {
            var found = stubs.blockingStub()
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(name)
                            .build());
            if (Durations.compare(found.getConfig().getWorkflowExecutionRetentionTtl(), retention) < 0) {
                attempt(
                        "keep closed workflows longer",
                        () -> stubs.blockingStub()
                                .updateNamespace(UpdateNamespaceRequest.newBuilder()
                                        .setNamespace(name)
                                        .setConfig(NamespaceConfig.newBuilder()
                                                .setWorkflowExecutionRetentionTtl(retention))
                                        .build()));
            }
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
                throw e;
            }
            stubs.blockingStub()
                    .registerNamespace(RegisterNamespaceRequest.newBuilder()
                            .setNamespace(name)
                            .setWorkflowExecutionRetentionPeriod(retention)
                            .build());
            log.info("namespace {} was made", name);
        }
        attempt("register search attributes", this::searchAttributes);
    }

    private void searchAttributes() {
        var operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setChannel(stubs.getRawChannel())
                .setMetricsScope(options.getMetricsScope())
                .validateAndBuildWithDefaults());
        var known = known(operator);
        var missing = new HashMap<String, IndexedValueType>();
        for (var attribute : TemporalNames.SEARCH_ATTRIBUTES) {
            if (!known.contains(attribute.getName())) {
                missing.put(attribute.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
            }
        }
        if (!missing.isEmpty()) {
            operator.blockingStub()
                    .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                            .setNamespace(config.namespaceName())
                            .putAllSearchAttributes(missing)
                            .build());
        }
    }

    /// The names that are there; Temporal's test server cannot list them.
    private Set<String> known(OperatorServiceStubs operator) {
        try {
            return operator.blockingStub()
                    .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                            .setNamespace(config.namespaceName())
                            .build())
                    .getCustomAttributesMap()
                    .keySet();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
                return Set.of();
            }
            throw e;
        }
    }

    private static void attempt(String what, Runnable change) {
        try {
            change.run();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.ALREADY_EXISTS) {
                return;
            }
            if (!NOT_OURS_TO_CHANGE.contains(e.getStatus().getCode())) {
                throw e;
            }
            log.warn("cannot {}: {}", what, e.getStatus());
        }
    }
}
