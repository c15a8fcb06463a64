package io.penstock.piped;

import io.grpc.ClientInterceptor;
import io.penstock.activities.Acknowledgements;
import io.penstock.activities.bundle.Bundles;
import io.penstock.activities.door.DoorClient;
import io.penstock.activities.door.EventStream;
import io.penstock.activities.door.Redactor;
import io.penstock.activities.door.StageLogs;
import io.penstock.activities.door.Views;
import io.penstock.activities.door.WebAddress;
import io.penstock.activities.git.GitActivitiesImpl;
import io.penstock.activities.git.GitUnavailable;
import io.penstock.activities.git.Mirror;
import io.penstock.activities.git.Mirrors;
import io.penstock.activities.git.Pokes;
import io.penstock.activities.git.Remote;
import io.penstock.activities.kubernetes.Cluster;
import io.penstock.activities.kubernetes.KubernetesActivitiesImpl;
import io.penstock.activities.kubernetes.Limits;
import io.penstock.workflows.config.PlatformProvider;
import io.penstock.workflows.config.ProviderConfig;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.kubernetes.KubernetesActivities;
import io.penstock.workflows.watch.GitActivities;
import io.temporal.common.metadata.POJOActivityInterfaceMetadata;
import io.temporal.common.metadata.POJOActivityMethodMetadata;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of a piped: from the hello until it is stopped.
final class Piped implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Piped.class);

    private final Arguments arguments;
    private final PipedFile file;
    private final String incarnation = UUID.randomUUID().toString();
    private final Redactor redactor;
    private final DoorClient door;
    private final GateAddress gate;
    private final GateStanding gateStanding = new GateStanding();
    private final CountDownLatch stopped = new CountDownLatch(1);
    /// What has to be closed, the last opened first.
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private volatile boolean working;
    private volatile @Nullable Thread runner;

    Piped(Arguments arguments, PipedFile file) {
        this.arguments = arguments;
        this.file = file;
        this.redactor = new Redactor(file.credentials());
        this.gate = GateAddress.parse(file.config().apiAddress());
        var web = file.config().webAddress().isEmpty()
                ? gate.web()
                : WebAddress.parse(file.config().webAddress());
        this.door = new DoorClient(web, file.key());
    }

    /// Works until closed.
    void run() throws IOException, InterruptedException {
        runner = Thread.currentThread();
        var begun = System.nanoTime();
        var data = opened(DataFolder.take(arguments, file.config().pipedID())).path();
        opened(door);
        if (arguments.adminPort() != null) {
            var health = opened(new Health(arguments.adminPort(), this::trouble));
            log.info("health is on http://127.0.0.1:{}", health.port());
        }
        var mirrors = opened(new Mirrors(file.remotes(), file.git(), data.resolve("mirrors")));
        var greeting = new Greeting(door, hello());
        var welcome = greeting.untilWelcomed();
        var cluster = cluster(welcome);
        log.info("welcome to cluster {} of installation {}", cluster, welcome.installation());
        var pokes = new Pokes();
        var acknowledgements = new Acknowledgements();
        var kubernetes = kubernetes(data, mirrors, welcome, acknowledgements);
        var git = git(mirrors, welcome, pokes);
        var worker = opened(new ClusterWorker(connection(welcome, acknowledgements), welcome));
        opened(git);
        worker.start(List.of(git, kubernetes));
        opened(new EventStream(door, event -> {
                    pokes.accept(event);
                    fetch(mirrors, event);
                }))
                .start();
        opened(Thread.ofVirtual().name("greeting").start(() -> greeting.keepGreeting(welcome))::interrupt);
        working = true;
        log.info("working on queue {} ({} ms after the start)", cluster, (System.nanoTime() - begun) / 1_000_000);
        stopped.await();
    }

    private GitActivitiesImpl git(Mirrors mirrors, Door.Welcome welcome, Pokes pokes) {
        return new GitActivitiesImpl(new GitActivitiesImpl.Parts(
                cluster(welcome),
                mirrors,
                pokes,
                door,
                redactor,
                file.config().syncInterval(),
                file.config().appSelector(),
                welcome.maximumUploadBytes()));
    }

    private KubernetesActivitiesImpl kubernetes(
            Path data, Mirrors mirrors, Door.Welcome welcome, Acknowledgements acknowledgements) throws IOException {
        var logs = opened(new StageLogs(door, redactor, data.resolve("logs")));
        var sealing = new Bundles.Sealing(welcome.installation(), cluster(welcome), file.sealing());
        var limits = file.config().limits();
        var served = opened(
                Cluster.connect(kubeconfig(), new Limits(Set.copyOf(limits.namespaces()), Set.copyOf(limits.kinds()))));
        log.info("the cluster's API server is {}", served.address());
        return new KubernetesActivitiesImpl(new KubernetesActivitiesImpl.Parts(
                file.config().pipedID(),
                served,
                mirrors,
                new Bundles(sealing, door, data.resolve("bundles")),
                logs,
                door,
                opened(new Views(door)),
                redactor,
                acknowledgements));
    }

    /// The Kubernetes provider's file; null means the cluster that the piped runs in.
    private @Nullable Path kubeconfig() {
        var paths = file.config().platformProviders().stream()
                .map(PlatformProvider::config)
                .filter(ProviderConfig.Kubernetes.class::isInstance)
                .map(each -> ((ProviderConfig.Kubernetes) each).kubeConfigPath())
                .toList();
        if (paths.size() > 1) {
            throw new IllegalArgumentException("spec.platformProviders: " + paths.size() + " of type KUBERNETES"
                    + " (expected: one, as a piped serves one cluster)");
        }
        return paths.isEmpty() || paths.getFirst().isEmpty() ? null : Path.of(paths.getFirst());
    }

    /// Ends everything within 10 s; what cannot end in time is given back to the queue by its missing heartbeats.
    @Override
    public void close() {
        var main = runner;
        if (main != null && !working) {
            main.interrupt();
        }
        working = false;
        log.info("stopping");
        for (var each = next(); each.isPresent(); each = next()) {
            try {
                each.get().close();
            } catch (Exception e) {
                log.warn("not everything ended well: {}", e.getMessage());
            }
        }
        log.info("stopped");
        stopped.countDown();
    }

    private Optional<AutoCloseable> next() {
        synchronized (open) {
            return Optional.ofNullable(open.pollFirst());
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        synchronized (open) {
            open.addFirst(part);
        }
        return part;
    }

    private Optional<String> trouble() {
        if (!working) {
            return Optional.of(
                    door.standing().trouble() == null
                            ? "starting"
                            : "starting: " + door.standing().trouble());
        }
        return switch (gateStanding.state()) {
            case OPEN, UNKNOWN -> Optional.ofNullable(door.standing().trouble());
            case AWAY -> Optional.of("the gate is away");
            case REFUSED ->
                Optional.of("the gate refuses this piped's key: the piped is disabled, or its key was" + " changed");
        };
    }

    private ClusterName cluster(Door.Welcome welcome) {
        var configured = file.config().cluster();
        if (!configured.isEmpty() && !configured.equals(welcome.cluster())) {
            throw new IllegalArgumentException("cluster: " + configured + " (expected: " + welcome.cluster()
                    + ", which is the cluster that the control plane registered this piped for)");
        }
        return new ClusterName(welcome.cluster());
    }

    private ClusterWorker.Connection connection(Door.Welcome welcome, ClientInterceptor overhearing) {
        // A file with one address only, as PipeCD's are, names the door; the control plane knows the gate.
        var told =
                file.config().webAddress().isEmpty() && !welcome.gateAddress().isBlank();
        var address = told ? GateAddress.parse(welcome.gateAddress()) : gate;
        return new ClusterWorker.Connection(
                address,
                file.key(),
                incarnation,
                host() + "/" + ProcessHandle.current().pid(),
                redactor,
                gateStanding,
                List.of(overhearing));
    }

    private Door.Hello hello() {
        var version = Piped.class.getPackage().getImplementationVersion();
        return new Door.Hello(
                version == null ? "development" : version,
                incarnation,
                host(),
                activityTypes(GitActivities.class, KubernetesActivities.class),
                file.remotes().stream().map(Piped::watched).toList(),
                file.config().platformProviders().stream()
                        .map(PlatformProvider::name)
                        .toList(),
                List.of("bundles", "changesets", "logs", "progress", "views"));
    }

    private static List<String> activityTypes(Class<?>... contracts) {
        var types = new ArrayList<String>();
        for (var contract : contracts) {
            POJOActivityInterfaceMetadata.newInstance(contract).getMethodsMetadata().stream()
                    .map(POJOActivityMethodMetadata::getActivityTypeName)
                    .sorted()
                    .forEach(types::add);
        }
        return types;
    }

    private static Door.WatchedRepository watched(Remote remote) {
        return new Door.WatchedRepository(
                remote.id(), remote.publicAddress(), remote.branch() == null ? "" : remote.branch());
    }

    /// Every replica follows, so that whichever takes a task has the commits already.
    private static void fetch(Mirrors mirrors, Door.Event event) {
        if (event.kind() != Door.Event.Kind.FETCH) {
            return;
        }
        for (var mirror : mirrors.all()) {
            if (event.repository() == null || event.repository().equals(mirror.id())) {
                Thread.ofVirtual().name("fetch " + mirror.id()).start(() -> fetch(mirror));
            }
        }
    }

    private static void fetch(Mirror mirror) {
        try {
            mirror.fetch();
        } catch (GitUnavailable | ApplicationFailure e) {
            log.debug("{}", e.getMessage());
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "unknown";
        }
    }
}
