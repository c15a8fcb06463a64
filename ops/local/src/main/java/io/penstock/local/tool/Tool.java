package io.penstock.local.tool;

import java.util.List;

/// A program that Penstock runs but does not contain, with the version that was tried.
public enum Tool {
    TEMPORAL(Family.TEMPORAL, "temporal", "github.com/temporalio/cli/cmd/temporal", "version 1."),
    ETCD(Family.ETCD, "etcd", "go.etcd.io/etcd/server/v3", "Version: 3."),
    KUBE_APISERVER(Family.KUBERNETES, "kube-apiserver", "k8s.io/kubernetes/cmd/kube-apiserver", "v1.36."),
    KUBE_CONTROLLER_MANAGER(
            Family.KUBERNETES, "kube-controller-manager", "k8s.io/kubernetes/cmd/kube-controller-manager", "v1.36."),
    KUBE_SCHEDULER(Family.KUBERNETES, "kube-scheduler", "k8s.io/kubernetes/cmd/kube-scheduler", "v1.36."),
    KUBECTL(Family.KUBERNETES, "kubectl", "k8s.io/kubernetes/cmd/kubectl", "v1.36."),
    KWOK(Family.KWOK, "kwok", "sigs.k8s.io/kwok/cmd/kwok", "v0.8."),
    KWOKCTL(Family.KWOK, "kwokctl", "sigs.k8s.io/kwok/cmd/kwokctl", "v0.8."),
    TEMPORAL_SERVER(Family.TEMPORAL_SERVER, "temporal-server", "go.temporal.io/server/cmd/server", "1.31."),
    TEMPORAL_SQL_TOOL(Family.TEMPORAL_SERVER, "temporal-sql-tool", "go.temporal.io/server/cmd/tools/sql", "1.31.");

    /// What a simulated cluster consists of.
    public static final List<Tool> CLUSTER =
            List.of(ETCD, KWOK, KWOKCTL, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, KUBE_SCHEDULER, KUBECTL);

    private final Family family;
    private final String program;
    private final String goPackage;
    private final String accepted;

    Tool(Family family, String program, String goPackage, String accepted) {
        this.family = family;
        this.program = program;
        this.goPackage = goPackage;
        this.accepted = accepted;
    }

    /// The name of the program.
    public String program() {
        return program;
    }

    /// The version that is built.
    public String version() {
        return family.version;
    }

    Family family() {
        return family;
    }

    String goPackage() {
        return goPackage;
    }

    /// What a program of the path must say of its version to be taken instead.
    String accepted() {
        return accepted;
    }

    List<String> versionCommand() {
        return this == KUBECTL ? List.of("version", "--client") : List.of("--version");
    }

    /// Programs built from one Go module, whose folder under `ops/local/tools` pins them with their checksums.
    enum Family {
        TEMPORAL("temporal", "v1.8.2", "-X github.com/temporalio/cli/internal/temporalcli.Version=1.8.2"),
        ETCD("etcd", "v3.6.14", ""),
        KUBERNETES(
                "kubernetes",
                "v1.36.3",
                "-X k8s.io/component-base/version.gitVersion=v1.36.3"
                        + " -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=36"),
        KWOK("kwok", "v0.8.0", "-X sigs.k8s.io/kwok/pkg/consts.Version=v0.8.0"),
        TEMPORAL_SERVER("temporal-server", "v1.31.2", "");

        private final String folder;
        private final String version;
        private final String stamps;

        Family(String folder, String version, String stamps) {
            this.folder = folder;
            this.version = version;
            this.stamps = stamps;
        }

        String folder() {
            return folder;
        }

        String stamps() {
            return stamps;
        }
    }
}
