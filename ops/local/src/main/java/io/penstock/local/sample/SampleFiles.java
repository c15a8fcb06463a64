package io.penstock.local.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What lies in the sample repository at first: paths and contents, for these clusters.
final class SampleFiles {
    static final String OLD_IMAGE = "nginx:1.27-alpine";
    static final String NEW_IMAGE = "nginx:1.28-alpine";
    static final String UNPULLABLE_IMAGE = "nginx:unpullable";

    private final List<String> clusters;

    SampleFiles(List<String> clusters) {
        this.clusters = clusters;
    }

    Map<String, String> all() {
        var files = new LinkedHashMap<String, String>();
        add(files, "hello", "hello", HELLO);
        add(files, web(first()), "web", pipeline(first(), chain()));
        clusters.stream().skip(1).limit(1).forEach(second -> add(files, web(second), "web", chained(second)));
        add(files, "fragile", "fragile", FRAGILE);
        return files;
    }

    /// The directory of `web` in a cluster.
    static String web(String cluster) {
        return "web-" + cluster;
    }

    static String deployment(String name, String image) {
        return """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: %s
            spec:
              replicas: %d
              progressDeadlineSeconds: 10
              selector:
                matchLabels:
                  app: %s
                  pipecd.dev/variant: primary
              template:
                metadata:
                  labels:
                    app: %s
                    pipecd.dev/variant: primary
                spec:
                  containers:
                    - name: %s
                      image: %s
                      ports:
                        - containerPort: 80
            """.formatted(name, name.equals("web") ? 5 : 2, name, name, name, image);
    }

    static String resource(String name) {
        try (var stream = SampleFiles.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + ": not among the resources");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String first() {
        return clusters.getFirst();
    }

    private String chain() {
        return clusters.size() < 2 ? "" : """
                  postSync:
                    chain:
                      applications:
                        - name: web
                          labels:
                            region: %s
                """.formatted(clusters.get(1));
    }

    private static void add(Map<String, String> files, String directory, String name, String configuration) {
        files.put(directory + "/app.pipecd.yaml", configuration);
        files.put(directory + "/deployment.yaml", deployment(name, OLD_IMAGE));
        files.put(directory + "/service.yaml", service(name));
    }

    private static final String HELLO = """
            # Without a pipeline a change is applied at once.
            apiVersion: pipecd.dev/v1beta1
            kind: KubernetesApp
            spec:
              name: hello
              labels:
                team: samples
              input:
                manifests:
                  - deployment.yaml
                  - service.yaml
            """;

    private static final String FRAGILE = """
            # Its Deployment gives up after ten seconds without progress; then the old state is brought back.
            apiVersion: pipecd.dev/v1beta1
            kind: KubernetesApp
            spec:
              name: fragile
              labels:
                team: samples
              input:
                manifests:
                  - deployment.yaml
                  - service.yaml
                autoRollback: true
            """;

    private static String pipeline(String cluster, String chain) {
        return """
            apiVersion: pipecd.dev/v1beta1
            kind: KubernetesApp
            spec:
              name: web
              labels:
                team: samples
                region: %s
              input:
                manifests:
                  - deployment.yaml
                  - service.yaml
              pipeline:
                stages:
                  - name: K8S_CANARY_ROLLOUT
                    with:
                      replicas: 20%%
                  - name: WAIT
                    with:
                      duration: 10s
                  - name: WAIT_APPROVAL
                  - name: K8S_PRIMARY_ROLLOUT
                  - name: K8S_CANARY_CLEAN
            %s""".formatted(cluster, chain);
    }

    private static String chained(String cluster) {
        return """
            # No commit of its own deploys it, only the chain of web in the cluster before.
            apiVersion: pipecd.dev/v1beta1
            kind: KubernetesApp
            spec:
              name: web
              labels:
                team: samples
                region: %s
              input:
                manifests:
                  - deployment.yaml
                  - service.yaml
              trigger:
                onCommit:
                  disabled: true
                onChain:
                  disabled: false
            """.formatted(cluster);
    }

    private static String service(String name) {
        return """
            apiVersion: v1
            kind: Service
            metadata:
              name: %s
            spec:
              selector:
                app: %s
              ports:
                - port: 80
            """.formatted(name, name);
    }
}
