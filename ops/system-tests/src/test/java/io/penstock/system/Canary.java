package io.penstock.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.workflows.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// An application in tokyo whose canary needs no person and takes some seconds, long enough for an accident.
final class Canary {
    static final String NAME = "canary@tokyo";

    private final Installation it;
    private final String id;

    /// Registers it unless it is known, and sees its first variant deployed.
    Canary(Installation it, String variant) {
        this.it = it;
        var commit = push(variant);
        var known = it.api().get("/applications?query=canary").path("items");
        if (known.isEmpty()) {
            it.penstock(0, "application", "add", "--repository", "sample", "--path", "canary", "--cluster", "tokyo");
        }
        it.ended(NAME, commit);
        id = it.api().get("/applications/" + NAME).path("id").asText();
    }

    String id() {
        return id;
    }

    /// Commits a variant of everything that it consists of; gives the commit.
    String push(String variant) {
        var files = new LinkedHashMap<String, String>();
        files.put("canary/app.pipecd.yaml", PIPELINE);
        files.put("canary/deployment.yaml", DEPLOYMENT.replace("VARIANT", variant));
        files.put("canary/service.yaml", SERVICE.replace("VARIANT", variant));
        files.put("canary/configmap.yaml", CONFIG.replace("VARIANT", variant));
        return it.sample().commit("canary: " + variant, files);
    }

    /// Everything of it in the cluster, without what must differ between two deployments of the same files: the
    /// marks that name commit and deployment, and what the API server counts.
    JsonNode state() {
        var list = it.objects(
                "tokyo",
                "get",
                "deployments,services,configmaps",
                "--show-managed-fields",
                "-l",
                "pipecd.dev/application=" + id);
        var objects = new LinkedHashMap<String, Map<String, Object>>();
        for (var item : list.path("items")) {
            var metadata = item.path("metadata");
            var name = item.path("kind").asText() + " " + metadata.path("name").asText();
            var known = new LinkedHashMap<String, Object>();
            known.put("labels", without(metadata.path("labels"), "pipecd.dev/commit-hash"));
            known.put(
                    "annotations",
                    without(
                            metadata.path("annotations"),
                            "pipecd.dev/commit-hash",
                            "penstock.io/fence",
                            "deployment.kubernetes.io/revision"));
            known.put(
                    "managers",
                    metadata.path("managedFields").findValuesAsText("manager").stream()
                            .sorted()
                            .toList());
            known.put("spec", item.path("spec"));
            known.put("data", item.path("data"));
            known.put("ready", item.at("/status/readyReplicas"));
            known.put("updated", item.at("/status/updatedReplicas"));
            objects.put(name, known);
        }
        return Json.wire().valueToTree(objects);
    }

    private static JsonNode without(JsonNode map, String... keys) {
        var copy = (ObjectNode) map.deepCopy();
        for (var key : keys) {
            copy.remove(key);
        }
        return copy;
    }

    private static final String PIPELINE = """
            apiVersion: pipecd.dev/v1beta1
            kind: KubernetesApp
            spec:
              name: canary
              input:
                manifests: [deployment.yaml, service.yaml, configmap.yaml]
              pipeline:
                stages:
                  - name: K8S_CANARY_ROLLOUT
                    with: {replicas: 1}
                  - name: WAIT
                    with: {duration: 1s}
                  - name: K8S_PRIMARY_ROLLOUT
                  - name: K8S_CANARY_CLEAN
            """;

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: canary
              annotations: {variant: VARIANT}
            spec:
              replicas: 3
              strategy:
                rollingUpdate: {maxSurge: 100%, maxUnavailable: 0}
              selector:
                matchLabels: {app: canary, pipecd.dev/variant: primary}
              template:
                metadata:
                  labels: {app: canary, pipecd.dev/variant: primary}
                  annotations: {local.penstock.io/ready-after: 3s}
                spec:
                  volumes:
                    - {name: settings, configMap: {name: canary}}
                  containers:
                    - {name: canary, image: "nginx:VARIANT"}
            """;

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata:
              name: canary
              labels: {variant: VARIANT}
            spec:
              selector: {app: canary}
              ports:
                - {port: 80}
            """;

    private static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: canary}
            data: {variant: VARIANT}
            """;
}
