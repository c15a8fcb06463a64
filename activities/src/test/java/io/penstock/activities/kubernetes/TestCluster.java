package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.local.Checkout;
import io.penstock.local.Home;
import io.penstock.local.Progress;
import io.penstock.local.cluster.KwokCluster;
import io.penstock.local.tool.Tools;
import io.penstock.workflows.Json;
import io.penstock.workflows.deployment.Fence;
import io.penstock.workflows.id.ApplicationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// The real API server, controllers and simulated Pods that all tests of this JVM share; a namespace for each test.
final class TestCluster {
    private static @Nullable KwokCluster kwok;
    private static @Nullable Cluster cluster;

    private TestCluster() {}

    /// What a test works in.
    record Place(Cluster cluster, String namespace, ApplicationId application) {
        Claim claim(long number, int step) {
            return new Claim(application, new Fence(0, number, step));
        }

        FencedWriter writer(long number, int step) {
            return new FencedWriter(cluster, claim(number, step), alive());
        }

        String path(String plural, String name) {
            var root = plural.equals("deployments") ? "/apis/apps/v1" : "/api/v1";
            return root + "/namespaces/" + namespace + "/" + plural + "/" + name;
        }

        @Nullable
        ObjectNode live(String plural, String name) {
            return cluster.server().find(path(plural, name));
        }

        ObjectNode send(ApiRequest request) {
            return cluster.server().send(request);
        }
    }

    static Vitality alive() {
        return new Vitality(() -> Duration.ZERO, Duration.ofSeconds(5));
    }

    /// A new namespace and a new application.
    static synchronized Place place() {
        var shared = shared();
        var namespace = "t" + UUID.randomUUID().toString().substring(0, 8);
        shared.makeNamespace(namespace);
        Awaitility.await()
                .until(() ->
                        shared.server().find("/api/v1/namespaces/" + namespace + "/serviceaccounts/default") != null);
        return new Place(shared, namespace, new ApplicationId(UUID.randomUUID().toString()));
    }

    /// A cluster's client of its own, with limits of its own.
    static synchronized Cluster connect(Limits limits) throws IOException {
        shared();
        return Cluster.connect(kwok().kubeconfig(), limits);
    }

    static synchronized KwokCluster kwok() {
        if (kwok == null) {
            kwok = start();
        }
        return kwok;
    }

    /// Brings back what was killed.
    static void restart() {
        kwok().start(new Silent());
    }

    /// The calls that the API server has logged for a namespace since a number of lines, as `verb resource`.
    static List<String> calls(String namespace, long after) {
        try (var lines = Files.lines(kwok().auditLog())) {
            return lines.skip(after)
                    .map(line -> Json.read(line, ObjectNode.class))
                    .filter(event -> Fields.text(event, "stage").equals("ResponseComplete")
                            || Fields.text(event, "verb").equals("watch"))
                    .filter(event -> Fields.text(event, "userAgent").startsWith("penstock-piped"))
                    .filter(event -> {
                        var where = Fields.text(event, "objectRef", "namespace");
                        return where.isEmpty() || where.equals(namespace);
                    })
                    .map(event -> Fields.text(event, "verb") + " " + Fields.text(event, "objectRef", "resource"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The user agents that the API server has logged for writes in a namespace, as `verb user agent`.
    static List<String> writers(String namespace) {
        try (var lines = Files.lines(kwok().auditLog())) {
            return lines.map(line -> Json.read(line, ObjectNode.class))
                    .filter(event -> Set.of("patch", "delete").contains(Fields.text(event, "verb")))
                    .filter(event ->
                            Fields.text(event, "objectRef", "namespace").equals(namespace))
                    .map(event -> Fields.text(event, "verb") + " " + Fields.text(event, "userAgent"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long auditLines() {
        try (var lines = Files.lines(kwok().auditLog())) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Cluster shared() {
        if (cluster == null) {
            try {
                cluster = Cluster.connect(kwok().kubeconfig(), Limits.NONE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return cluster;
    }

    private static KwokCluster start() {
        try {
            var folder = Files.createTempDirectory("penstock-kubernetes");
            var home = Home.fromEnvironment().beside(folder).prepare();
            var made = new KwokCluster("activities", home, new Tools(home, Checkout.find()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                made.stop();
                delete(folder);
            }));
            made.start(new Silent());
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Silent implements Progress {
        @Override
        public Step step(String what) {
            return new Step() {
                @Override
                public void at(String howFar) {}

                @Override
                public void done(String result) {}

                @Override
                public void close() {}
            };
        }

        @Override
        public void say(String sentence) {}
    }
}
