package io.penstock.local.java;

import static io.penstock.local.java.ControlPlaneFiles.quoted;

import io.penstock.local.Home;
import io.penstock.local.PrivateFiles;
import io.penstock.local.cluster.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// A piped of the local stack: which cluster it serves, as whom, and which repositories it watches.
///
/// @param id what the control plane knows it by
/// @param key what it shows at both doors; kept in a file of mode 0600
/// @param replica 1 for the first that serves the cluster
/// @param syncInterval how often it looks at its repositories when no webhook tells it to
/// @param sealing the key that seals the cluster's bundles, shared by its pipeds
public record PipedSpec(
        String cluster,
        String id,
        String key,
        int replica,
        List<Repository> repositories,
        Duration syncInterval,
        SealingKey sealing) {
    public PipedSpec {
        repositories = List.copyOf(repositories);
    }

    /// The name of its part.
    public String part() {
        return part(cluster, replica);
    }

    /// The name of the part of a cluster's piped.
    public static String part(String cluster, int replica) {
        return "piped-" + cluster + (replica == 1 ? "" : "-" + replica);
    }

    /// Writes its configuration and its key, mode 0600, and says where the configuration is.
    public Path write(Home home, ControlPlaneFiles controlPlane, Cluster served) {
        var keyFile = home.keys().resolve(part());
        PrivateFiles.write(keyFile, key + "\n");
        var file = PrivateFiles.folder(home.data().resolve("pipeds")).resolve(part() + ".yaml");
        PrivateFiles.write(file, """
                apiVersion: pipecd.dev/v1beta1
                kind: Piped
                spec:
                  projectID: default
                  pipedID: %s
                  name: %s
                  pipedKeyFile: %s
                  apiAddress: %s
                  webAddress: %s
                  syncInterval: %ds
                  sealing:
                    keys:
                      - id: %s
                        keyFile: %s
                  repositories:%s
                  platformProviders:
                    - name: kubernetes-default
                      type: KUBERNETES
                      config:
                        kubeConfigPath: %s
                """.formatted(
                        quoted(id),
                        quoted(part()),
                        quoted(keyFile),
                        quoted(controlPlane.gate()),
                        quoted(controlPlane.url()),
                        Math.max(1, syncInterval.toSeconds()),
                        quoted(sealing.id()),
                        quoted(sealing.file()),
                        list(),
                        quoted(served.kubeconfig())));
        return file;
    }

    private String list() {
        return repositories.isEmpty()
                ? " []"
                : repositories.stream()
                        .map(repository -> "\n    - repoId: %s\n      remote: %s\n      branch: %s"
                                .formatted(
                                        quoted(repository.id()),
                                        quoted(repository.remote()),
                                        quoted(repository.branch())))
                        .collect(Collectors.joining());
    }

    /// A key that seals bundles, 32 bytes in base64.
    public record SealingKey(String id, Path file) {}

    /// A Git repository that a piped watches.
    public record Repository(String id, String remote, String branch) {}
}
