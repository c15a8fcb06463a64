package io.penstock.benchmark.arena;

import java.util.LinkedHashMap;
import java.util.Map;

/// Files of applications that are measured.
public final class Applications {
    private Applications() {}

    /// One Deployment of two Pods, quick sync.
    public static Map<String, String> quick(String name, String image) {
        return files(name, "", deployment(name, image, "0.3s"));
    }

    /// A ConfigMap only, so that nothing has to become ready.
    public static Map<String, String> object(String name, String value) {
        return files(name, "", configMap(name, value));
    }

    /// A pipeline of stages that wait one millisecond each.
    public static Map<String, String> waits(String name, int stages, String value) {
        var pipeline = new StringBuilder("  planner:\n    alwaysUsePipeline: true\n  pipeline:\n    stages:\n");
        for (var stage = 0; stage < stages; stage++) {
            pipeline.append("      - name: WAIT\n        with:\n          duration: 1ms\n");
        }
        return files(name, pipeline.toString(), configMap(name, value));
    }

    /// The four stages of a canary, without an approval.
    ///
    /// @param readyAfter how long a Pod takes to become ready, such as `0.5s`
    public static Map<String, String> canary(String name, String image, String readyAfter) {
        var pipeline = """
                  pipeline:
                    stages:
                      - name: K8S_CANARY_ROLLOUT
                        with:
                          replicas: 1
                      - name: WAIT
                        with:
                          duration: 1s
                      - name: K8S_PRIMARY_ROLLOUT
                      - name: K8S_CANARY_CLEAN
                """;
        return files(name, pipeline, deployment(name, image, readyAfter));
    }

    private static Map<String, String> files(String name, String pipeline, String manifest) {
        var files = new LinkedHashMap<String, String>();
        files.put(
                name + "/app.pipecd.yaml",
                "apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\nspec:\n  name: " + name + "\n" + pipeline);
        files.put(name + "/manifest.yaml", manifest);
        return files;
    }

    private static String configMap(String name, String value) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\ndata:\n  value: \"" + value + "\"\n";
    }

    private static String deployment(String name, String image, String readyAfter) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: %1$s
                spec:
                  replicas: 2
                  selector:
                    matchLabels: {app: %1$s}
                  template:
                    metadata:
                      labels: {app: %1$s}
                      annotations: {local.penstock.io/ready-after: %3$s}
                    spec:
                      containers:
                        - name: %1$s
                          image: %2$s
                """.formatted(name, image, readyAfter);
    }
}
