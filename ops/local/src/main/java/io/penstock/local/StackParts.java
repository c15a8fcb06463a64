package io.penstock.local;

import io.penstock.local.cluster.Cluster;
import io.penstock.local.cluster.KwokCluster;
import io.penstock.local.cluster.OwnCluster;
import io.penstock.local.java.ControlPlaneFiles;
import io.penstock.local.java.JavaPart;
import io.penstock.local.java.PipedSpec;
import io.penstock.local.postgres.Database;
import io.penstock.local.postgres.OwnDatabase;
import io.penstock.local.postgres.Postgres;
import io.penstock.local.temporal.DevelopmentTemporal;
import io.penstock.local.temporal.PostgresTemporal;
import io.penstock.local.temporal.RemoteTemporal;
import io.penstock.local.temporal.Temporal;
import io.penstock.local.temporal.TestTemporal;
import io.penstock.local.tool.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The parts of one home's stack, as its options make them. Nothing is started by making them.
public final class StackParts {
    private final Home home;
    private final Database database;
    private final Temporal temporal;
    private final List<Cluster> clusters;
    private final JavaPart controlPlane;

    StackParts(Home home, UpOptions options, Tools tools) {
        this.home = home;
        this.database = database(home, options);
        this.temporal = temporal(home, options, tools, database);
        this.clusters = Stream.concat(
                        options.simulated().stream().map(name -> (Cluster) new KwokCluster(name, home, tools)),
                        options.owned().stream().map(context -> new OwnCluster(context, home)))
                .toList();
        this.controlPlane = new JavaPart(home, ControlPlaneFiles.NAME, PartKind.CONTROL_PLANE);
    }

    public Database database() {
        return database;
    }

    public Temporal temporal() {
        return temporal;
    }

    public List<Cluster> clusters() {
        return clusters;
    }

    /// The cluster with this name.
    public Cluster cluster(String name) {
        return clusters.stream()
                .filter(cluster -> cluster.cluster().equals(name))
                .findFirst()
                .orElseThrow(() -> new LocalStackException("cluster: " + name + " (expected: one of "
                        + String.join(
                                ", ", clusters.stream().map(Cluster::cluster).toList()) + ")"));
    }

    public JavaPart controlPlane() {
        return controlPlane;
    }

    /// A piped of a cluster, 1 being the first.
    public JavaPart piped(String cluster, int replica) {
        return new JavaPart(home, PipedSpec.part(cluster, replica), PartKind.PIPED);
    }

    /// The pipeds that were started: the first of each cluster, and any more that are remembered.
    public List<JavaPart> pipeds() {
        var names = new ArrayList<>(clusters.stream()
                .map(cluster -> PipedSpec.part(cluster.cluster(), 1))
                .toList());
        try (var files = Files.isDirectory(home.data().resolve("parts"))
                ? Files.list(home.data().resolve("parts"))
                : Stream.<java.nio.file.Path>empty()) {
            files.map(file -> file.getFileName().toString().replaceFirst("\\.json$", ""))
                    .filter(name -> name.startsWith("piped-") && !names.contains(name))
                    .sorted()
                    .forEach(names::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names.stream()
                .map(name -> new JavaPart(home, name, PartKind.PIPED))
                .toList();
    }

    /// Which replicas of a cluster's piped there are: the first, and those that were started beside it.
    public List<Integer> replicas(String cluster) {
        var first = PipedSpec.part(cluster, 1);
        var others =
                clusters.stream().map(each -> PipedSpec.part(each.cluster(), 1)).toList();
        return Stream.concat(
                        Stream.of(1),
                        pipeds().stream()
                                .map(Part::name)
                                .filter(name -> name.matches(Pattern.quote(first) + "-[0-9]{1,3}"))
                                .filter(name -> !others.contains(name))
                                .map(name -> Integer.valueOf(name.substring(first.length() + 1))))
                .toList();
    }

    /// All parts in the order in which they start.
    public List<Part> all() {
        var all = new ArrayList<Part>(List.of(database, temporal));
        all.addAll(clusters);
        all.add(controlPlane);
        all.addAll(pipeds());
        return all;
    }

    private static Database database(Home home, UpOptions options) {
        if (options.database() != null) {
            return new OwnDatabase(options.database(), home);
        }
        return new Postgres(
                home, options.store() == UpOptions.TemporalStore.POSTGRES ? PostgresTemporal.DATABASES : List.of());
    }

    private static Temporal temporal(Home home, UpOptions options, Tools tools, Database database) {
        if (options.temporal() != null) {
            return new RemoteTemporal(options.temporal(), home);
        }
        return switch (options.store()) {
            case SQLITE -> new DevelopmentTemporal(home, tools);
            case MEMORY -> new TestTemporal(home);
            case POSTGRES ->
                switch (database) {
                    case Postgres postgres -> new PostgresTemporal(home, tools, postgres);
                    case OwnDatabase _ ->
                        throw new LocalStackException("--temporal-store: postgres together with --database is not"
                                + " supported (expected: one of them; a server of your own goes by --temporal)");
                };
        };
    }
}
