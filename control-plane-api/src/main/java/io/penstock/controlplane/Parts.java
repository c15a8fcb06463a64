package io.penstock.controlplane;

import io.dropwizard.core.setup.Environment;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.penstock.controlplane.database.Changes;
import io.penstock.controlplane.database.Database;
import io.penstock.controlplane.temporal.Engine;

/// What the parts of the control plane are built from.
///
/// @param launch what to do once the schema is up to date
public record Parts(
        ControlPlaneConfig config,
        Environment environment,
        PrometheusMeterRegistry meters,
        Database database,
        Changes changes,
        Engine engine,
        Launch launch) {}
