package io.penstock.cli.up;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.Shell;
import io.penstock.cli.api.Api;
import io.penstock.local.LocalStack;
import io.penstock.local.PartKind;
import io.penstock.local.java.ControlPlaneFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What `up` ends with: addresses, and three things to try.
final class Banner {
    private static final Pattern IMAGE = Pattern.compile("nginx:1\\.(\\d{1,6})");
    private static final int FIRST_VERSION = 28;

    private final LocalStack stack;
    private final Api api;

    Banner(LocalStack stack, Api api) {
        this.stack = stack;
        this.api = api;
    }

    void print(PrintStream out, long nanos) {
        var files = stack.controlPlaneFiles();
        var parts = stack.parts();
        out.println();
        out.println("Penstock is up (" + seconds(nanos) + ").");
        out.println();
        out.println("  console      " + files.url());
        out.println("               user " + ControlPlaneFiles.USER + ", password " + files.password());
        if (!parts.temporal().ui().isEmpty()) {
            out.println("  Temporal UI  " + parts.temporal().ui());
        }
        for (var cluster : parts.clusters()) {
            out.println("  " + padded(cluster.cluster()) + "KUBECONFIG="
                    + Shell.quoted(cluster.kubeconfig().toString()));
        }
        if (Files.isDirectory(stack.sample().work())) {
            out.println("  repository   " + stack.sample().work());
            tries(out);
        }
        out.println();
        if (!parts.temporal().lack().isEmpty()) {
            out.println(parts.temporal().lack());
        }
        out.println(
                "Everything listens on loopback. Temporal's development server and the clusters' etcd know no password:");
        out.println("other users of this machine could reach them. Stop everything with: " + penstock() + " down");
        out.flush();
    }

    private void tries(PrintStream out) {
        var waiting = waiting();
        out.println();
        out.println("Three things to try:");
        if (waiting != null) {
            out.println("  approve      " + penstock() + " deployment approve "
                    + waiting.path("id").asText());
            out.println("               (or in the console); then the chain goes on to the next cluster");
        } else {
            out.println("  look         " + penstock() + " deployment list");
        }
        out.println("  push         cd " + Shell.quoted(stack.sample().work().toString())
                + " && sed -i 's/nginx:[0-9.]*/nginx:" + nextVersion() + "/' hello/deployment.yaml"
                + " && git commit -am 'New hello' && git push");
        var victim = stack.status().stream()
                .filter(part -> part.kind() == PartKind.PIPED)
                .findFirst()
                .orElse(null);
        if (victim != null) {
            out.println(
                    "  kill         kill -9 " + victim.pid() + "; " + penstock() + " status; " + penstock() + " up");
            out.println("               (" + victim.name() + " dies in the middle of its work, and nothing is lost)");
        }
    }

    /// The version of nginx after the one that `hello` has in the work tree, so that a push brings something.
    private String nextVersion() {
        try {
            var text = Files.readString(stack.sample().work().resolve("hello/deployment.yaml"));
            var version = IMAGE.matcher(text);
            return "1." + (version.find() ? Integer.parseInt(version.group(1)) + 1 : FIRST_VERSION);
        } catch (IOException _) {
            return "1." + FIRST_VERSION;
        }
    }

    /// The launcher as a shell takes it from any folder.
    private String penstock() {
        return Shell.quoted(stack.checkout().root().resolve("penstock").toString());
    }

    private @Nullable JsonNode waiting() {
        for (var deployment : api.get("/deployments?limit=20").path("items")) {
            for (var stage : deployment.path("stages")) {
                if (stage.path("name").asText().equals("WAIT_APPROVAL")
                        && stage.path("status").asText().equals("WAITING")) {
                    return deployment;
                }
            }
        }
        return null;
    }

    private static String padded(String text) {
        return text.length() >= 12 ? text + " " : text + " ".repeat(13 - text.length());
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", Duration.ofNanos(nanos).toMillis() / 1000.0);
    }
}
