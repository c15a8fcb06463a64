package io.penstock.controlplane.web;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.stream.Stream;

/// The registry of what `/metrics` shows.
public final class Meters {
    private static final double[] BOUNDS = Stream.of(5, 20, 100, 500, 2_000, 10_000)
            .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
            .toArray();

    private Meters() {}

    /// A new registry with the JVM's memory and processor in it.
    public static PrometheusMeterRegistry make() {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        meters.config().meterFilter(new FewBuckets());
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        return meters;
    }

    /// Temporal's client asks for seventy buckets a timer, with many tags: they cost memory and make a scrape of
    /// megabytes. Six are enough to alert on.
    private static final class FewBuckets implements MeterFilter {
        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            return id.getType() == Meter.Type.TIMER && id.getName().startsWith("temporal")
                    ? DistributionStatisticConfig.builder()
                            .percentilesHistogram(false)
                            .serviceLevelObjectives(BOUNDS)
                            .build()
                            .merge(config)
                    : config;
        }
    }
}
