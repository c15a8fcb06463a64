package io.penstock.local.cluster;

import io.penstock.local.Home;
import io.penstock.local.Ports;
import io.penstock.local.PrivateFiles;
import io.penstock.local.tool.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where `kwokctl` keeps a cluster, and the configuration it makes one from.
record KwokFiles(Home home, String cluster) {
    /// The processes of a cluster, the one to blame first.
    static final List<String> COMPONENTS =
            List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok-controller");

    /// `kwokctl` takes its folder from `HOME`; its own variable for it cannot hold a space.
    Path folder() {
        return home.data().resolve("clusters");
    }

    Path work() {
        return folder().resolve(".kwok/clusters").resolve(cluster);
    }

    Path log(String component) {
        return work().resolve("logs").resolve(component + ".log");
    }

    Path pidFile(String component) {
        return work().resolve("pids").resolve(component + ".pid");
    }

    Path audit() {
        return work().resolve("logs/audit.log");
    }

    /// Exists once the cluster was made whole.
    Path made() {
        return folder().resolve(cluster + ".made");
    }

    /// Exists while the cluster should run.
    Path wanted() {
        return folder().resolve(cluster + ".wanted");
    }

    Path kubeconfig() {
        return folder().resolve(cluster + ".kubeconfig");
    }

    /// Writes the configuration for `kwokctl` and says where it is.
    Path configuration(Map<Tool, Path> tools) {
        var policy = folder().resolve("audit-policy.yaml");
        PrivateFiles.write(policy, resource("audit-policy.yaml"));
        var file = folder().resolve(cluster + ".yaml");
        PrivateFiles.write(file, options(tools, policy) + "---\n" + resource("stages.yaml"));
        return file;
    }

    private static final String PATCHES = """
            componentsPatches:
            - name: kube-apiserver
              extraArgs:
              # Without a default route the API server finds no address of its own.
              - {key: advertise-address, value: 127.0.0.1}
              - {key: endpoint-reconciler-type, value: none}
              - {key: audit-log-maxsize, value: "200"}
              - {key: audit-log-maxbackup, value: "2"}
            # Each is alone: one that ended for want of its lease, after a pause, would leave nobody.
            - name: kube-controller-manager
              extraArgs:
              - {key: leader-elect, value: "false"}
            - name: kube-scheduler
              extraArgs:
              - {key: leader-elect, value: "false"}
            """;

    /// The node leases are short (kwokctl multiplies them by 5): a KWOK that is started again must not wait
    /// minutes for the nodes that the one before it held, while their Pods stay unready.
    private String options(Map<Tool, Path> tools, Path policy) {
        return """
                kind: KwokctlConfiguration
                apiVersion: config.kwok.x-k8s.io/v1alpha1
                options:
                  runtime: binary
                  bindAddress: 127.0.0.1
                  kubeVersion: %s
                  etcdVersion: %s
                  kwokVersion: %s
                  etcdBinary: %s
                  kubeApiserverBinary: %s
                  kubeControllerManagerBinary: %s
                  kubeSchedulerBinary: %s
                  kwokControllerBinary: %s
                  kubectlBinary: %s
                  kubeAuditPolicy: %s
                  etcdPort: %d
                  etcdPeerPort: %d
                  kubeApiserverPort: %d
                  kubeControllerManagerPort: %d
                  kubeSchedulerPort: %d
                  kwokControllerPort: %d
                  nodeLeaseDurationSeconds: 2
                """.formatted(
                                Tool.KUBE_APISERVER.version(),
                                Tool.ETCD.version(),
                                Tool.KWOK.version(),
                                quoted(tools, Tool.ETCD),
                                quoted(tools, Tool.KUBE_APISERVER),
                                quoted(tools, Tool.KUBE_CONTROLLER_MANAGER),
                                quoted(tools, Tool.KUBE_SCHEDULER),
                                quoted(tools, Tool.KWOK),
                                quoted(tools, Tool.KUBECTL),
                                quoted(policy),
                                port("etcd"),
                                port("etcd-peer"),
                                port("kube-apiserver"),
                                port("kube-controller-manager"),
                                port("kube-scheduler"),
                                port("kwok"))
                + PATCHES;
    }

    private int port(String of) {
        return new Ports(home).portToListen("cluster-" + cluster + "-" + of);
    }

    private static String quoted(Map<Tool, Path> tools, Tool tool) {
        var program = tools.get(tool);
        if (program == null) {
            throw new IllegalArgumentException("tools: no " + tool.program() + " (expected: all of a cluster)");
        }
        return quoted(program);
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }

    private static String resource(String name) {
        try (var stream = KwokFiles.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + ": not among the resources");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void touch(Path marker) {
        PrivateFiles.write(marker, "");
    }

    static void remove(Path marker) {
        try {
            Files.deleteIfExists(marker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
