package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.local.cluster.KwokCluster;
import io.penstock.local.process.Command;
import io.penstock.local.process.RunningProcess.Signal;
import io.penstock.local.tool.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The ground of the stack, all of it real. Needs the tools to be there; they are never built by a test.
@Timeout(180)
class LocalStackTest {
    private static final List<String> NAMES =
            List.of("database", "temporal", "cluster-kyoto", "control-plane", "piped-kyoto");

    @TempDir
    private Path folder;

    private LocalStack stack;

    @BeforeEach
    void open() {
        stack = LocalStack.open(Home.fromEnvironment().beside(folder.resolve("a home")), Checkout.find());
        Needed.of(stack.tools(), Tool.CLUSTER);
        Needed.of(stack.tools(), List.of(Tool.TEMPORAL));
    }

    @AfterEach
    void purge() {
        try (var change = stack.change(new Quiet())) {
            change.purge();
        }
        assertThat(Files.exists(stack.home().data())).isFalse();
    }

    @Test
    void startsTheGroundAndBringsBackWhatDied() {
        assertThat(stack.status()).isEmpty();
        ground();
        assertThat(states())
                .containsExactly(
                        PartState.RUNNING, PartState.RUNNING, PartState.RUNNING, PartState.STOPPED, PartState.STOPPED);
        assertThat(stack.status()).extracting(PartStatus::name).containsExactlyElementsOf(NAMES);
        assertThat(kubectl("create", "deployment", "web", "--image=nginx:1", "--replicas=2"))
                .contains("created");
        kubectl("rollout", "status", "deployment/web", "--timeout=30s");
        var before = stack.status();

        cluster().component("kube-apiserver").orElseThrow().stop(Signal.KILL, Duration.ofSeconds(5));
        var dead = stack.status().get(2);
        assertThat(dead.state()).isEqualTo(PartState.DEAD);
        assertThat(dead.message()).startsWith("kube-apiserver does not run; its log ends: ");
        ground();

        var after = stack.status();
        assertThat(states().get(2)).isEqualTo(PartState.RUNNING);
        assertThat(after.get(0))
                .extracting(PartStatus::pid, PartStatus::address, PartStatus::since)
                .containsExactly(
                        before.get(0).pid(),
                        before.get(0).address(),
                        before.get(0).since());
        assertThat(after.get(1).pid()).isEqualTo(before.get(1).pid());
        assertThat(kubectl("get", "deployment", "web")).contains("2/2");
        assertThat(cluster().auditLog()).content().contains("\"verb\":\"create\"", "\"userAgent\":\"kubectl");
        assertThat(stack.environment()).containsKeys("TEMPORAL_ADDRESS", "KUBECONFIG_KYOTO", "DATABASE_URL");

        try (var change = stack.change(new Quiet())) {
            change.stopAll();
        }
        assertThat(states()).containsOnly(PartState.STOPPED);
        ground();
        assertThat(kubectl("get", "deployment", "web")).contains("web");
    }

    private void ground() {
        try (var change = stack.change(new Quiet())) {
            change.ground(UpOptions.clusters("kyoto"));
        }
    }

    private List<PartState> states() {
        return stack.status().stream().map(PartStatus::state).toList();
    }

    private KwokCluster cluster() {
        return (KwokCluster) stack.parts().cluster("kyoto");
    }

    private String kubectl(String... words) {
        var program = stack.tools().find(Tool.KUBECTL).orElseThrow().toString();
        var command = new java.util.ArrayList<>(
                List.of(program, "--kubeconfig", cluster().kubeconfig().toString()));
        command.addAll(List.of(words));
        return Command.of(command).succeed();
    }
}
