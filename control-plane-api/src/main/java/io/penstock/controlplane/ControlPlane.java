package io.penstock.controlplane;

import com.codahale.metrics.health.HealthCheck;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jackson.Jackson;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.penstock.controlplane.chain.ChainActivitiesImpl;
import io.penstock.controlplane.database.Changes;
import io.penstock.controlplane.database.Database;
import io.penstock.controlplane.deployment.RecordActivitiesImpl;
import io.penstock.controlplane.keeping.Clearing;
import io.penstock.controlplane.lane.LaneActivitiesImpl;
import io.penstock.controlplane.outbox.Relay;
import io.penstock.controlplane.outbox.Sender;
import io.penstock.controlplane.reconcile.Reconciler;
import io.penstock.controlplane.reconcile.Workflows;
import io.penstock.controlplane.temporal.Engine;
import io.penstock.controlplane.watch.WatchActivitiesImpl;
import io.penstock.controlplane.web.ConsoleServlet;
import io.penstock.controlplane.web.Meters;
import io.penstock.controlplane.web.Probes;
import io.penstock.workflows.Json;
import io.penstock.workflows.chain.ChainWorkflowImpl;
import io.penstock.workflows.deployment.DeploymentWorkflowImpl;
import io.penstock.workflows.lane.LaneWorkflowImpl;
import io.penstock.workflows.watch.RepositoryWatchWorkflowImpl;
import java.util.Map;
import java.util.TreeMap;

/// The control plane's main: `server config.yml`.
public final class ControlPlane extends Application<ControlPlaneConfig> {
    public static void main(String[] arguments) throws Exception {
        new ControlPlane().run(arguments);
    }

    @Override
    public String getName() {
        return "penstock-control-plane";
    }

    @Override
    public void initialize(Bootstrap<ControlPlaneConfig> bootstrap) {
        ObjectMapper configuration = Jackson.newObjectMapper();
        bootstrap.setObjectMapper(Json.wire());
        bootstrap.setConfigurationFactoryFactory(
                (type, validator, _, prefix) -> new YamlConfigurationFactory<>(type, validator, configuration, prefix));
    }

    @Override
    public void run(ControlPlaneConfig config, Environment environment) {
        var meters = Meters.make();
        environment.lifecycle().manage(collector(meters));
        var database = new Database(config.database(), meters);
        var changes = new Changes(database);
        var engine = new Engine(config.temporal(), meters);
        var launch = new Launch(database);
        environment.lifecycle().manage(database);
        environment.lifecycle().manage(launch);
        environment.lifecycle().addEventListener(launch.beforeTheServer());
        var parts = new Parts(config, environment, meters, database, changes, engine, launch);
        recording(parts);
        Doors.install(parts);
        Rest.install(parts);
        environment.jersey().setUrlPattern("/api/*");
        environment.servlets().addServlet("console", new ConsoleServlet()).addMapping("/*");
        environment.healthChecks().register("database", new DatabaseCheck(database));
        Probes.install(environment.admin(), meters, () -> faults(parts));
    }

    /// What workflows record, and what is sent to them.
    private static void recording(Parts parts) {
        var jdbi = parts.database().recording();
        var engine = parts.engine();
        engine.register(worker -> {
            worker.registerWorkflowImplementationTypes(
                    DeploymentWorkflowImpl.class,
                    LaneWorkflowImpl.class,
                    RepositoryWatchWorkflowImpl.class,
                    ChainWorkflowImpl.class);
            worker.registerActivitiesImplementations(
                    new RecordActivitiesImpl(jdbi),
                    new LaneActivitiesImpl(jdbi),
                    new WatchActivitiesImpl(jdbi),
                    new ChainActivitiesImpl(jdbi));
        });
        var sender = new Sender(jdbi, engine.client(), engine::serving);
        parts.launch().then(parts.changes());
        parts.launch().then(engine);
        parts.launch().then(new Relay(jdbi, sender, parts.changes(), parts.meters()));
        var workflows = new Workflows(engine.stubs(), engine.namespace());
        parts.launch()
                .then(new Clearing(parts.database().serving(), parts.config().keep()));
        parts.launch().then(new Reconciler(parts.database().serving(), workflows, engine::serving));
    }

    private static Map<String, String> faults(Parts parts) {
        var faults = new TreeMap<String, String>();
        var fault = parts.launch().fault();
        if (fault != null) {
            faults.put("launch", fault);
        } else if (!parts.database().reachable()) {
            faults.put("database", "PostgreSQL does not answer");
        }
        var refusal = parts.engine().refusal();
        if (refusal != null) {
            faults.put("upgrade", refusal);
        }
        return faults;
    }

    private static io.dropwizard.lifecycle.Managed collector(PrometheusMeterRegistry meters) {
        var collections = new JvmGcMetrics();
        collections.bindTo(meters);
        return new io.dropwizard.lifecycle.Managed() {
            @Override
            public void stop() {
                collections.close();
            }
        };
    }

    private static final class DatabaseCheck extends HealthCheck {
        private final Database database;

        DatabaseCheck(Database database) {
            this.database = database;
        }

        @Override
        protected Result check() {
            return database.reachable() ? Result.healthy() : Result.unhealthy("PostgreSQL does not answer");
        }
    }
}
