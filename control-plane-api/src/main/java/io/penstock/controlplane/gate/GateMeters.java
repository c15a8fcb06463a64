package io.penstock.controlplane.gate;

import io.grpc.Status;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/// What the gate counts. No series carries a cluster, so their number stays small.
final class GateMeters {
    private final MeterRegistry registry;

    GateMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /// A call was turned away before it was read.
    void refused(Status.Code code) {
        registry.counter("penstock_gate_refused", "code", code.name()).increment();
    }

    /// A call of Temporal ended.
    void called(String call, Status.Code code) {
        registry.counter("penstock_gate_calls", "call", call, "code", code.name())
                .increment();
    }

    /// A task was failed by the gate itself.
    void failed(String why) {
        registry.counter("penstock_gate_tasks_failed", "why", why).increment();
    }

    void watch(String name, Supplier<Number> value) {
        Gauge.builder("penstock_gate_" + name, value).register(registry);
    }
}
