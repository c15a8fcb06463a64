package io.penstock.activities.kubernetes;

import io.penstock.workflows.deployment.Fence;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.CommitId;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A process of its own that writes one object, and makes and deletes another, again and again, until it is refused;
/// a test stops it in the middle. Every byte on its standard input is a heartbeat acknowledged.
final class OldWriter {
    private static final int REFUSED = 3;

    private OldWriter() {}

    /// @param arguments kubeconfig, namespace, application
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var acknowledged = new AtomicLong(System.nanoTime());
        Thread.ofPlatform().daemon().start(() -> listen(acknowledged));
        var vitality =
                new Vitality(() -> Duration.ofNanos(System.nanoTime() - acknowledged.get()), Duration.ofSeconds(5));
        try (var cluster = Cluster.connect(Path.of(arguments[0]), Limits.NONE)) {
            var application = new ApplicationId(arguments[2]);
            for (int step = 0; ; step++) {
                var claim = new Claim(application, new Fence(0, 1, step));
                var writer = new FencedWriter(cluster, claim, vitality);
                writer.apply(target(cluster, arguments[1], claim, "kept"));
                var late = target(cluster, arguments[1], claim, "late");
                writer.apply(late);
                var live = cluster.server().find(late.path());
                if (live != null) {
                    writer.delete(late.type(), live);
                }
                System.out.println("wrote " + step);
            }
        } catch (ApplicationFailure e) {
            System.out.println(e.getType());
            System.exit(REFUSED);
        }
    }

    private static void listen(AtomicLong acknowledged) {
        try {
            while (System.in.read() >= 0) {
                acknowledged.set(System.nanoTime());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A ConfigMap that says which claim wrote it.
    static FencedWriter.Target target(Cluster cluster, String namespace, Claim claim, String name)
            throws InterruptedException {
        var manifests = Given.manifests("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {by: \""
                + claim.fence().text() + "\"}\n");
        var target = new Targets(cluster, namespace).of(manifests.getFirst(), manifests);
        var marks =
                new Marks("piped-1", claim.application(), new CommitId("a".repeat(40)), "pipecd.dev/variant", "canary");
        return new FencedWriter.Target(marks.on(target.manifest(), claim.fence()), target.type(), target.namespace());
    }
}
