package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.activities.bundle.Bundle;
import io.penstock.workflows.Json;
import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.config.KubernetesConfig;
import io.penstock.workflows.config.KubernetesInput;
import io.penstock.workflows.deployment.CommitView;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.RepositoryId;
import io.penstock.workflows.stage.KubernetesStage;
import io.penstock.workflows.stage.Patch;
import io.penstock.workflows.stage.Readiness;
import io.penstock.workflows.stage.Replicas;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Manifests, configurations and stages that tests begin with.
final class Given {
    static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - name: app
                    image: nginx:1.25
                    envFrom: [{configMapRef: {name: web-config}}, {configMapRef: {name: elsewhere}}]
                    env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: web-token, key: token}}}]
                  volumes:
                  - {name: config, configMap: {name: web-config}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec:
              type: LoadBalancer
              externalIPs: [10.0.0.1]
              selector: {app: web}
              ports: [{port: 80, nodePort: 30080}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: web-config}
            data: {mode: fast}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: web-token}
            stringData: {token: c2VjcmV0}
            """;

    private Given() {}

    static List<Manifest> manifests(String text) {
        return ManifestFiles.read(Map.of("app.yaml", text), "").manifests();
    }

    static ObjectNode object(String text) {
        return manifests(text).getFirst().body();
    }

    static KubernetesConfig config() {
        return config(KubernetesConfig.TrafficRouting.Method.PODSELECTOR, "");
    }

    static KubernetesConfig config(KubernetesConfig.TrafficRouting.Method method, String namespace) {
        var input = new KubernetesInput(
                List.of(),
                "",
                "",
                new TreeMap<>(),
                "",
                null,
                new KubernetesInput.HelmOptions("", new TreeMap<>(), List.of(), new TreeMap<>(), List.of(), ""),
                namespace,
                null,
                false,
                List.of());
        return new KubernetesConfig(
                input,
                sync(false),
                new KubernetesConfig.ServiceReference("Service", ""),
                List.of(),
                new KubernetesConfig.TrafficRouting(
                        method,
                        new KubernetesConfig.Istio(
                                "", List.of(), new KubernetesConfig.VirtualServiceReference("VirtualService", ""))),
                new KubernetesConfig.VariantLabel("pipecd.dev/variant", "primary", "canary", "baseline"),
                List.of());
    }

    static KubernetesStage.Sync sync(boolean prune) {
        return new KubernetesStage.Sync(false, prune, true, Duration.ofMinutes(10), Duration.ofSeconds(60));
    }

    static KubernetesStage.PrimaryRollout primary(boolean createService, boolean prune) {
        return new KubernetesStage.PrimaryRollout(
                "", createService, false, prune, true, Duration.ofMinutes(10), Duration.ofSeconds(60));
    }

    static KubernetesStage.CanaryRollout canary(String replicas, boolean createService, Patch... patches) {
        return new KubernetesStage.CanaryRollout(
                Replicas.parse(replicas),
                "",
                createService,
                List.of(patches),
                true,
                Duration.ofMinutes(10),
                Duration.ofSeconds(60));
    }

    static Patch patch(String kind, String name, String path, String value) {
        return new Patch(new Patch.Target(kind, name, ""), List.of(new Patch.Op("yaml-replace", path, value)));
    }

    static Readiness readiness(Duration timeout, Duration failFast) {
        return new Readiness(true, timeout, failFast);
    }

    /// A bundle of an application whose pipeline holds the given stages.
    static Bundle bundle(
            ApplicationId application, String manifests, KubernetesConfig config, KubernetesStage... stages) {
        var root = Json.wire().createObjectNode();
        root.put("file", "application");
        root.put("kind", "KubernetesApp");
        root.put("name", "web");
        root.set("platformConfig", Json.wire().valueToTree(config));
        var pipeline = root.putArray("pipeline");
        for (int i = 0; i < stages.length; i++) {
            var stage = pipeline.addObject().put("id", "stage-" + i).put("index", i);
            stage.put("name", stages[i].stageName());
            stage.set("stage", Json.wire().valueToTree(stages[i]));
        }
        return new Bundle(
                application,
                new RepositoryId("sample"),
                new CommitView(new CommitId("b".repeat(40)), "a change", "Ada <ada@example.com>", Instant.EPOCH),
                "web",
                "app.pipecd.yaml",
                Json.read(root.toString(), ApplicationConfig.class),
                manifests(manifests).stream()
                        .map(manifest -> CanonicalJson.of(manifest.body()))
                        .toList());
    }
}
