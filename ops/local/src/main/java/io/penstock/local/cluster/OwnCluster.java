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
import java.io.UncheckedIOException;
import java.net.URI;
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

    public OwnCluster(String context, Home home) {
        this.context = context;
        this.home = home;
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
            PrivateFiles.folder(folder());
            PrivateFiles.write(kubeconfig(), extract().toPrettyString() + "\n");
            if (!answers()) {
                throw new LocalStackException("context " + context + ": nobody answers at " + address());
            }
            step.done("yours, at " + address());
        }
    }

    @Override
    public PartStatus status() {
        if (!Files.exists(kubeconfig())) {
            return PartStatus.stopped(name(), kind());
        }
        var answers = answers();
        return new PartStatus(
                name(),
                kind(),
                answers ? PartState.RUNNING : PartState.DEAD,
                address(),
                null,
                null,
                0,
                answers ? "your own, context " + context : "nobody answers at " + address());
    }

    @Override
    public void stop() {
        // Not ours to stop.
    }

    private String address() {
        var kubeconfig = PrivateFiles.read(kubeconfig());
        return kubeconfig == null
                ? ""
                : Json.read(kubeconfig, ObjectNode.class)
                        .at("/clusters/0/cluster/server")
                        .asText("");
    }

    private boolean answers() {
        var address = URI.create(address());
        if (address.getHost() == null) {
            return false;
        }
        var usual = "http".equals(address.getScheme()) ? 80 : 443;
        return Loopback.answers(address.getHost(), address.getPort() < 0 ? usual : address.getPort());
    }

    /// The kubeconfig of this context alone, its paths made absolute.
    private ObjectNode extract() {
        var found = find("contexts", context)
                .orElseThrow(() ->
                        new LocalStackException("context: " + context + " (expected: one of " + contexts() + ")"));
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
                        "context " + context + ": names " + name + ", which is not among its " + list));
    }

    private static Optional<JsonNode> find(String list, String name) {
        return sources().stream()
                .flatMap(file -> entries(file, list).stream())
                .filter(entry -> entry.path("name").asText().equals(name))
                .findFirst();
    }

    private static String contexts() {
        var names = sources().stream()
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
            throw new UncheckedIOException(e);
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
