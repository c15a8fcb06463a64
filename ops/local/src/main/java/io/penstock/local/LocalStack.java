package io.penstock.local;

import io.penstock.local.cluster.Cluster;
import io.penstock.local.java.ControlPlaneFiles;
import io.penstock.local.sample.SampleRepository;
import io.penstock.local.temporal.Temporal;
import io.penstock.local.tool.Tools;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;

/// The local stack of one home: everything that `up` starts, looked at from outside; [#change] starts and stops it.
public final class LocalStack {
    private final Home home;
    private final Checkout checkout;
    private final Tools tools;

    private LocalStack(Home home, Checkout checkout) {
        this.home = home;
        this.checkout = checkout;
        this.tools = new Tools(home, checkout);
    }

    /// The stack of this home; nothing is made or started.
    public static LocalStack open(Home home, Checkout checkout) {
        return new LocalStack(home, checkout);
    }

    public Home home() {
        return home;
    }

    public Tools tools() {
        return tools;
    }

    public Checkout checkout() {
        return checkout;
    }

    /// Whether `up` was ever asked for here.
    public boolean exists() {
        return UpOptions.read(home) != null;
    }

    /// What it was made with, else the usual.
    public UpOptions options() {
        return Objects.requireNonNullElseGet(UpOptions.read(home), UpOptions::usual);
    }

    /// Its parts as they were asked for the last time.
    public StackParts parts() {
        return new StackParts(home, options(), tools);
    }

    public ControlPlaneFiles controlPlaneFiles() {
        return new ControlPlaneFiles(home);
    }

    /// The sample repository, which need not exist.
    public SampleRepository sample() {
        return new SampleRepository(
                home, parts().clusters().stream().map(Cluster::cluster).toList());
    }

    /// Begins to start or stop parts; waits while another command does.
    public StackChange change(Progress progress) {
        home.prepare();
        return new StackChange(this, FolderLock.take(home.root(), "up or down of this home", progress), progress);
    }

    /// How every part is, in the order in which they start; empty where nothing was ever started.
    public List<PartStatus> status() {
        if (!exists()) {
            return List.of();
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = parts().all().stream()
                    .map(part -> executor.submit(part::status))
                    .toList();
            return asked.stream().map(StackChange::get).toList();
        }
    }

    /// The log of a part.
    public Path log(String part) {
        var all = parts().all();
        return all.stream()
                .filter(each -> each.name().equals(part))
                .findFirst()
                .map(Part::log)
                .orElseThrow(() -> new LocalStackException("part: " + part + " (expected: one of "
                        + String.join(", ", all.stream().map(Part::name).toList()) + ")"));
    }

    /// What programs need to reach the stack, as environment variables in the order of the contracts.
    public Map<String, String> environment() {
        var parts = parts();
        var controlPlane = controlPlaneFiles();
        var variables = new LinkedHashMap<String, String>();
        variables.put("PENSTOCK_URL", controlPlane.url());
        variables.put("PENSTOCK_GATE", controlPlane.gate());
        var key = PrivateFiles.read(apiKeyFile());
        if (key != null) {
            variables.put("PENSTOCK_API_KEY", key.strip());
        }
        variables.put("PENSTOCK_USER", ControlPlaneFiles.USER);
        variables.put("PENSTOCK_PASSWORD", controlPlane.password());
        variables.put("TEMPORAL_ADDRESS", parts.temporal().address());
        variables.put("TEMPORAL_NAMESPACE", Temporal.NAMESPACE);
        variables.put("TEMPORAL_UI", parts.temporal().ui());
        variables.put("PENSTOCK_SAMPLE_REPOSITORY", sample().work().toString());
        for (var cluster : parts.clusters()) {
            variables.put(
                    "KUBECONFIG_" + cluster.cluster().toUpperCase(Locale.ROOT).replace('-', '_'),
                    cluster.kubeconfig().toString());
        }
        variables.put("DATABASE_URL", parts.database().url());
        return variables;
    }

    /// Where the API key that `up` makes for the command line is kept, mode 0600.
    public Path apiKeyFile() {
        return home.keys().resolve("api-key");
    }
}
