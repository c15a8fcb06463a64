package io.penstock.controlplane;

import io.penstock.controlplane.chain.ChainActivitiesImpl;
import io.penstock.controlplane.temporal.Engine;
import io.penstock.controlplane.watch.WatchActivitiesImpl;
import io.penstock.workflows.TemporalNames;
import io.penstock.workflows.chain.ChainWorkflowImpl;
import io.penstock.workflows.deployment.DeploymentWorkflowImpl;
import io.penstock.workflows.lane.LaneWorkflowImpl;
import io.penstock.workflows.watch.RepositoryWatchWorkflowImpl;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;

/// Temporal's test server with the control plane's workers over a world's database.
public final class TestTemporal implements AutoCloseable {
    public final TestWorkflowEnvironment environment;

    /// @param piped who serves the queue of `tokyo`
    public TestTemporal(World world, Object piped) {
        var options = TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Engine.converter())
                        .build());
        for (var attribute : TemporalNames.SEARCH_ATTRIBUTES) {
            options.registerSearchAttribute(attribute.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
        }
        environment = TestWorkflowEnvironment.newInstance(options.build());
        var worker = environment.newWorker(TemporalNames.CONTROL_PLANE_QUEUE);
        worker.registerWorkflowImplementationTypes(
                DeploymentWorkflowImpl.class,
                LaneWorkflowImpl.class,
                RepositoryWatchWorkflowImpl.class,
                ChainWorkflowImpl.class);
        worker.registerActivitiesImplementations(
                world.record, world.lane, new WatchActivitiesImpl(world.jdbi), new ChainActivitiesImpl(world.jdbi));
        environment.newWorker("tokyo").registerActivitiesImplementations(piped);
        environment.start();
    }

    @Override
    public void close() {
        environment.close();
    }
}
