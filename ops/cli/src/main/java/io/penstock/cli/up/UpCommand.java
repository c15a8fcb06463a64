package io.penstock.cli.up;

import io.penstock.cli.Variables;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Connection;
import io.penstock.local.Checkout;
import io.penstock.local.LineProgress;
import io.penstock.local.LocalStack;
import io.penstock.local.Progress;
import io.penstock.local.UpOptions;
import io.penstock.local.UpOptions.TemporalStore;
import io.penstock.local.cluster.Cluster;
import io.penstock.local.process.Unfinished;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts everything on this machine, or says what already runs.
@Command(
        name = "up",
        description = "Starts everything on this machine, or says what already runs.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  penstock up",
            "  penstock up --clusters tokyo",
            "  penstock up --context my-cluster --no-sample"
        })
public final class UpCommand implements Callable<Integer> {
    @Option(
            names = "--clusters",
            split = ",",
            paramLabel = "NAME",
            description = "Simulated clusters (default: tokyo,osaka).")
    private @Nullable List<String> clusters;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Use this context of your kubeconfig as a cluster; may be repeated.")
    private @Nullable List<String> contexts;

    @Option(names = "--no-sample", description = "Neither make nor deploy the sample repository.")
    private boolean withoutSample;

    @Option(names = "--temporal", paramLabel = "ADDRESS", description = "Use this Temporal server (host:port).")
    private @Nullable String temporal;

    @Option(
            names = "--temporal-store",
            paramLabel = "STORE",
            description = "Where a Temporal server of ours keeps its state: sqlite or postgres.")
    private @Nullable TemporalStore store;

    @Option(names = "--database", paramLabel = "URL", description = "Use this PostgreSQL database.")
    private @Nullable String database;

    @Override
    public Integer call() {
        var begun = System.nanoTime();
        var stack = LocalStack.open(Variables.home(), Checkout.find());
        try (var _ = Unfinished.work(UpCommand::interrupted);
                var progress = LineProgress.onStandardError();
                var change = stack.change(progress)) {
            change.ground(new UpOptions(clusters, contexts, temporal, store, database));
            if (!withoutSample) {
                stack.sample().create();
            }
            change.controlPlane();
            var api = Connection.local(stack);
            var local = new Registration(stack, api);
            local.apiKey();
            for (var cluster : stack.parts().clusters()) {
                for (var replica : stack.parts().replicas(cluster.cluster())) {
                    change.piped(local.piped(cluster.cluster(), replica));
                }
            }
            if (!withoutSample) {
                sample(stack, api, progress);
            }
            new Banner(stack, api).print(System.out, System.nanoTime() - begun);
        }
        return 0;
    }

    private static void interrupted() {
        System.err.println("penstock: interrupted. What had just begun is stopped, what ran before goes on; `up` again"
                + " takes it from here, `down` stops all.");
    }

    private static void sample(LocalStack stack, Api api, Progress progress) {
        var names = stack.parts().clusters().stream().map(Cluster::cluster).toList();
        new SampleTour(stack, api, progress).show(names);
    }
}
