package io.penstock.local.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.local.Home;
import io.penstock.local.LocalStackException;
import io.penstock.local.PartState;
import io.penstock.local.PartStatus;
import io.penstock.local.PrivateFiles;
import io.penstock.local.Progress;
import io.penstock.local.process.Loopback;
import io.penstock.workflows.Json;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// A cluster of the user's own, taken from a context of their kubeconfig; it is neither started nor stopped.
public final class OwnCluster implements Cluster {
    private static final List<String> PATHS =
            List.of("certificate-authority", "client-certificate", "client-key", "tokenFile");

    private final String context;
    private final Home home;
    private final List<Path> sources;

    public OwnCluster(String context, Home home) {
        this(context, home, sources());
    }

    /// @param sources the kubeconfigs in which the context may stand
    OwnCluster(String context, Home home, List<Path> sources) {
        this.context = context;
        this.home = home;
        this.sources = sources;
    }

    /// The name that a cluster gets from its context: a DNS label.
    public static String clusterName(String context) {
        var label =
                context.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return label.length() > 63 ? label.substring(0, 63).replaceAll("-$", "") : label;
    }

    @Override
    public String cluster() {
        return clusterName(context);
    }

    @Override
    public Path kubeconfig() {
        return folder().resolve(cluster() + ".kubeconfig");
    }

    private Path folder() {
        return home.data().resolve("clusters");
    }

    @Override
    public Path log() {
        return home.log(name());
    }

    @Override
    public void start(Progress progress) {
        try (var step = progress.step("cluster " + cluster())) {
            var kubeconfig = extract();
            var address = address(kubeconfig);
            if (!answers(address)) {
                throw new LocalStackException(
                        "--context: " + context + ": nobody answers at " + address + " (expected: its API server)");
            }
            PrivateFiles.folder(folder());
            PrivateFiles.write(kubeconfig(), kubeconfig.toPrettyString() + "\n");
            step.done("yours, at " + address);
        }
    }

    @Override
    public PartStatus status() {
        if (!Files.exists(kubeconfig())) {
            return PartStatus.stopped(name(), kind());
        }
        var kept = PrivateFiles.read(kubeconfig());
        var address = kept == null ? "" : address(Json.read(kept, ObjectNode.class));
        var answers = answers(address);
        return new PartStatus(
                name(),
                kind(),
                answers ? PartState.RUNNING : PartState.DEAD,
                address,
                null,
                null,
                0,
                answers ? "your own, context " + context : "nobody answers at " + address);
    }

    @Override
    public void stop() {
        // Not ours to stop.
    }

    private static String address(ObjectNode kubeconfig) {
        return kubeconfig.at("/clusters/0/cluster/server").asText("");
    }

    private static boolean answers(String server) {
        try {
            var address = new URI(server);
            var usual = "http".equals(address.getScheme()) ? 80 : 443;
            return address.getHost() != null
                    && Loopback.answers(address.getHost(), address.getPort() < 0 ? usual : address.getPort());
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /// The kubeconfig of this context alone, its paths made absolute.
    private ObjectNode extract() {
        var found = find("contexts", context)
                .orElseThrow(() ->
                        new LocalStackException("--context: " + context + " (expected: one of " + contexts() + ")"));
        var made = JsonNodeFactory.instance.objectNode();
        made.put("apiVersion", "v1").put("kind", "Config").put("current-context", context);
        made.putArray("contexts").add(found);
        made.putArray("clusters")
                .add(named("clusters", found.at("/context/cluster").asText()));
        made.putArray("users").add(named("users", found.at("/context/user").asText()));
        return made;
    }

    private JsonNode named(String list, String name) {
        return find(list, name)
                .orElseThrow(() -> new LocalStackException(
                        "--context: " + context + ": names " + name + ", which is not among its " + list));
    }

    private Optional<JsonNode> find(String list, String name) {
        return sources.stream()
                .flatMap(file -> entries(file, list).stream())
                .filter(entry -> entry.path("name").asText().equals(name))
                .findFirst();
    }

    private String contexts() {
        var names = sources.stream()
                .flatMap(file -> entries(file, "contexts").stream())
                .map(entry -> entry.path("name").asText())
                .toList();
        return names.isEmpty() ? "none, there is no kubeconfig" : String.join(", ", names);
    }

    private static List<JsonNode> entries(Path file, String list) {
        try {
            var entries = Json.git().readTree(file.toFile()).path(list);
            entries.forEach(entry -> entry.forEach(body -> absolute(body, file)));
            return StreamSupport.stream(entries.spliterator(), false).toList();
        } catch (IOException e) {
            throw new LocalStackException(file + ": it cannot be read as a kubeconfig (" + e.getMessage() + ")", e);
        }
    }

    private static void absolute(JsonNode body, Path file) {
        if (body instanceof ObjectNode fields) {
            PATHS.stream()
                    .filter(fields::hasNonNull)
                    .forEach(path -> fields.put(
                            path, file.resolveSibling(fields.get(path).asText()).toString()));
        }
    }

    private static List<Path> sources() {
        var named = System.getenv("KUBECONFIG");
        var files = named == null || named.isBlank()
                ? List.of(Path.of(System.getProperty("user.home"), ".kube", "config"))
                : Arrays.stream(named.split(File.pathSeparator, -1))
                        .filter(each -> !each.isBlank())
                        .map(Path::of)
                        .toList();
        return files.stream()
                .map(Path::toAbsolutePath)
                .filter(Files::isRegularFile)
                .toList();
    }
}
