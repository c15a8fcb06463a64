package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.penstock.workflows.Failures;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The cluster that a piped serves: its API server, the kinds it knows, and one shared watch per kind of what
/// carries an application's mark. Watches start at first use and last as long as the process.
public final class Cluster implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Cluster.class);
    private static final Duration SYNC = Duration.ofSeconds(15);

    private final ApiServer server;
    private final ResourceTypes types;
    private final Limits limits;
    private final Map<Watched, Reflector> watches = new ConcurrentHashMap<>();

    private record Watched(ResourceType type, Reflector.Scope scope) {}

    Cluster(ApiClient client, Limits limits) {
        this.server = new ApiServer(client);
        this.types = new ResourceTypes(server);
        this.limits = limits;
    }

    /// The cluster of a kubeconfig's current context; the piped's own cluster where no file is given.
    public static Cluster connect(@Nullable Path kubeconfig, Limits limits) throws IOException {
        if (kubeconfig == null) {
            return new Cluster(ClientBuilder.cluster().build(), limits);
        }
        try (var reader = Files.newBufferedReader(kubeconfig)) {
            var config = KubeConfig.loadKubeConfig(reader);
            config.setFile(kubeconfig.toFile());
            return new Cluster(ClientBuilder.kubeconfig(config).build(), limits);
        }
    }

    /// The address of the API server, for people.
    public String address() {
        return server.address();
    }

    ApiServer server() {
        return server;
    }

    ResourceTypes types() {
        return types;
    }

    Limits limits() {
        return limits;
    }

    /// Begins to watch what almost every application has, so that the first deployment need not wait for it.
    /// Returns at once; a cluster that does not answer yet is asked again at first use.
    void warm() {
        Thread.ofVirtual().name("first watches").start(() -> {
            try {
                for (var kind : List.of("Deployment", "Service", "ConfigMap", "Secret")) {
                    var type = types.find(kind.equals("Deployment") ? "apps/v1" : "v1", kind);
                    if (type.isPresent() && limits.allowsKind(kind)) {
                        allMarked(type.get());
                    }
                }
            } catch (ApiServerException | UnreachableException e) {
                log.warn("the cluster at {} cannot be watched yet: {}", address(), e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// The kind of an object, refused when the cluster does not serve it.
    ResourceType type(Manifest manifest) {
        return types.find(manifest.apiVersion(), manifest.kind())
                .orElseThrow(() -> Failures.stage(manifest.title() + ": the cluster does not serve the kind "
                        + manifest.kind() + " of " + manifest.apiVersion()
                        + " (expected: a kind it knows, or its CustomResourceDefinition before it)"));
    }

    /// The objects of a kind that carry any application's mark.
    Reflector marked(ResourceType type, String namespace) throws InterruptedException {
        var where = limits.namespaces().isEmpty() ? "" : namespace;
        return watch(type, new Reflector.Scope(where, Marks.APPLICATION));
    }

    /// The same in every namespace that the piped may touch.
    List<ObjectNode> allMarked(ResourceType type) throws InterruptedException {
        var all = new ArrayList<ObjectNode>();
        for (var namespace : namespaces(type)) {
            all.addAll(marked(type, namespace).all());
        }
        return all;
    }

    /// The namespaces to look into for a kind: one empty name stands for all of them.
    Collection<String> namespaces(ResourceType type) {
        if (limits.namespaces().isEmpty()) {
            return List.of("");
        }
        return type.namespaced() ? limits.namespaces() : List.of();
    }

    /// Makes a namespace unless it is there.
    void makeNamespace(String name) {
        if (server.find("/api/v1/namespaces/" + name) == null) {
            var namespace = Fields.object();
            namespace.put("apiVersion", "v1").put("kind", "Namespace");
            Fields.make(namespace, "metadata").put("name", name);
            try {
                server.send(ApiRequest.post("/api/v1/namespaces", namespace));
            } catch (ApiServerException e) {
                if (!e.isConflict()) {
                    throw e;
                }
            }
        }
    }

    /// Whether an autoscaler sets the replicas of an object.
    boolean isAutoscaled(ResourceKey key) throws InterruptedException {
        var type = types.find("autoscaling/v2", "HorizontalPodAutoscaler");
        if (type.isEmpty()) {
            return false;
        }
        var where = limits.namespaces().isEmpty() ? "" : key.namespace();
        return watch(type.get(), new Reflector.Scope(where, "")).all().stream().anyMatch(autoscaler -> {
            var target = Fields.at(autoscaler, "spec", "scaleTargetRef");
            return Fields.text(autoscaler, "metadata", "namespace").equals(key.namespace())
                    && Fields.text(target, "kind").equals(key.kind())
                    && Fields.text(target, "name").equals(key.name())
                    && ResourceKey.group(Fields.text(target, "apiVersion")).equals(key.group());
        });
    }

    private Reflector watch(ResourceType type, Reflector.Scope scope) throws InterruptedException {
        return watches.computeIfAbsent(
                        new Watched(type, scope),
                        watched -> new Reflector(server, type, scope, reduction(watched)).start())
                .awaitSynced(SYNC);
    }

    private static UnaryOperator<ObjectNode> reduction(Watched watched) {
        return watched.type.kind().equals("HorizontalPodAutoscaler")
                        && watched.scope.labels().isEmpty()
                ? Live::reducedAutoscaler
                : Live::reduced;
    }

    @Override
    public void close() {
        watches.values().forEach(Reflector::close);
        server.close();
    }
}
