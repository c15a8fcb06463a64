package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.cli.CommandFailure;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Api.Credential;
import io.penstock.cli.up.Registration;
import io.penstock.local.java.PipedSpec;
import io.penstock.local.sample.SampleRepository;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What people write wrong concerns what it is about, and is answered with the place and what was expected.
@Order(5)
@Timeout(200)
@ExtendWith(SharedInstallation.class)
class BadInputTest {
    private static final String HEAD = "apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\nspec:\n";

    private final Installation it;
    private final Web files;

    BadInputTest(Installation it) {
        this.it = it;
        this.files = new Web(it);
    }

    /// A directory, what lies in its configuration file, and what the application's faults then say.
    private record Mistake(String directory, String content, int line, List<String> words) {
        static Mistake of(String directory, String content, int line, String... words) {
            return new Mistake(directory, content, line, List.of(words));
        }
    }

    @Test
    void faultyFilesConcernTheirApplicationsOnly() {
        var mistakes = mistakes();
        var changes = new LinkedHashMap<String, String>();
        mistakes.forEach(each -> changes.put(each.directory + "/app.pipecd.yaml", each.content));
        it.sample().commit("Many mistakes", changes);
        mistakes.forEach(each -> it.api()
                .post(
                        "/applications",
                        Map.of(
                                "repository",
                                "sample",
                                "path",
                                each.directory,
                                "configFile",
                                "app.pipecd.yaml",
                                "cluster",
                                "tokyo")));
        mistakes.forEach(this::assertInvalid);
        var port = 8000 + (int) (System.nanoTime() % 1000);
        var commit = it.sample()
                .commit(
                        "One more mistake, and a change beside it",
                        Map.of(
                                "fragile/app.pipecd.yaml",
                                HEAD + "  nmae: fragile\n",
                                "hello/service.yaml",
                                files.read("hello/service.yaml").replaceAll("port: .*", "port: " + port)));
        assertInvalid(Mistake.of("fragile", "", 4, "spec.nmae: unknown key", "did you mean name?"));
        for (var cluster : List.of("tokyo", "osaka")) {
            assertThat(it.ended("hello@" + cluster, commit).path("status").asText())
                    .isEqualTo("SUCCEEDED");
            assertThat(it.objects(cluster, "get", "service", "hello")
                            .at("/spec/ports/0/port")
                            .asInt())
                    .isEqualTo(port);
        }
        assertThat(it.deployment("fragile@tokyo", commit)).isNull();
        mend();
        mistakes.forEach(each -> it.api().delete("/applications/" + each.directory));
    }

    private static List<Mistake> mistakes() {
        return List.of(
                Mistake.of(
                        "unknown-stage",
                        HEAD + "  pipeline:\n    stages:\n    - name: K8S_CANARY_ROLOUT\n",
                        6,
                        "K8S_CANARY_ROLOUT",
                        "did you mean K8S_CANARY_ROLLOUT?"),
                Mistake.of("wrong-type", HEAD + "  timeout: [1]\n", 4, "spec.timeout"),
                Mistake.of(
                        "impossible-weights",
                        HEAD + "  pipeline:\n    stages:\n    - name: K8S_TRAFFIC_ROUTING\n      with:\n"
                                + "        primary: 80\n        canary: 40\n",
                        8,
                        "80 + 40",
                        "at most 100 percent"),
                Mistake.of("duplicate-key", HEAD + "  name: a\n  name: b\n", 5, "duplicate key"),
                Mistake.of("missing-field", "kind: KubernetesApp\nspec: {}\n", 1, "apiVersion: missing"),
                Mistake.of("bomb", bomb(), 1, "aliases"),
                Mistake.of("large", "#" + "x".repeat(10 << 20), 0, "10485761 bytes (expected: at most 1048576)"),
                Mistake.of("binary", "a\n\u0000\u0001", 2, "a binary file"),
                Mistake.of("newline", HEAD + "  name: \"new\\nline\"\n", 4, "spec.name"));
    }

    private void assertInvalid(Mistake mistake) {
        var application = it.await(mistake.directory + " is invalid", () -> {
            var found = it.api().get("/applications/" + mistake.directory);
            return found.path("state").asText().equals("INVALID_CONFIG") ? found : null;
        });
        var fault = application.path("faults").path(0);
        assertThat(fault.path("message").asText()).as(mistake.directory).contains(mistake.words);
        assertThat(fault.path("line").asInt()).as(mistake.directory).isEqualTo(mistake.line);
    }

    /// Brings `fragile` back to what it was.
    private void mend() {
        it.sample()
                .commit(
                        "No mistake",
                        Map.of(
                                "fragile/app.pipecd.yaml",
                                HEAD + "  name: fragile\n  input:\n    autoRollback: true\n"));
        it.await("fragile is valid", () -> {
            var found = it.api().get("/applications/fragile");
            return found.path("state").asText().equals("ACTIVE") ? found : null;
        });
    }

    @Test
    void aRepositoryOrBranchThatNobodyKnowsIsParkedUntilTheConfigurationChanges() {
        var other = new SampleRepository(it.stack().home().data().resolve("other"), List.of("tokyo"));
        other.create();
        other.commit(
                "Another application",
                Map.of(
                        "guest/app.pipecd.yaml",
                        HEAD + "  name: guest\n",
                        "guest/config.yaml",
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: guest}\ndata: {a: b}\n"));
        it.penstock(0, "application", "add", "--repository", "other", "--path", "guest", "--cluster", "tokyo");
        assertParked("guest", "repository other");
        serve(new PipedSpec.Repository("other", other.remote(), "mian"));
        assertParked("guest", "it has no branch mian");
        serve(new PipedSpec.Repository("other", other.remote(), "main"));
        var ended = it.ended("guest", other.head());
        assertThat(ended.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(it.deployments("guest")).hasSize(1);
        assertThat(it.objects("tokyo", "get", "configmap", "guest")
                        .at("/data/a")
                        .asText())
                .isEqualTo("b");
        it.penstock(0, "application", "delete", "guest");
        it.up();
    }

    /// Both the application and its deployment say what is missing, and the command line does.
    private void assertParked(String application, String words) {
        var waiting = it.await(application + " is parked: " + words, () -> {
            var found = it.deployments(application).path(0);
            return Installation.causes(found).contains(words) ? found : null;
        });
        assertThat(it.penstock(0, "deployment", "why", waiting.path("id").asText()))
                .contains(words, "to unblock");
        it.await(application + " says " + words, () -> {
            var shown = it.api()
                    .get("/applications/" + application)
                    .at("/waiting/cause")
                    .asText();
            return shown.contains(words) ? true : null;
        });
    }

    @Test
    void aClusterThatNobodyKnowsIsRefusedAndOneWithoutAPipedIsWaitedFor() {
        assertThat(it.penstock(
                        2, "application", "add", "--repository", "sample", "--path", "hello", "--cluster", "kyoto"))
                .contains("cluster: kyoto", "expected: a cluster that a piped was registered for");
        it.penstock(0, "piped", "register", "--cluster", "kyoto", "-o", "json");
        it.penstock(0, "application", "add", "--repository", "sample", "--path", "hello", "--cluster", "kyoto");
        var waiting = it.await("hello waits for a piped of kyoto", () -> {
            var found = it.deployments("hello@kyoto").path(0);
            return Installation.causes(found).contains("no piped of kyoto is connected") ? found : null;
        });
        assertThat(waiting.path("status").asText()).isIn("PENDING", "RUNNING");
        var id = waiting.path("id").asText();
        assertThat(it.penstock(1, "application", "delete", "hello@kyoto")).contains(id, "cancel it");
        it.penstock(0, "deployment", "cancel", id);
        it.await(
                "the deployment is cancelled, though no piped is there",
                () -> it.deployments("hello@kyoto").path(0).hasNonNull("finishedAt") ? true : null);
        it.penstock(0, "application", "delete", "hello@kyoto");
    }

    @Test
    void wrongCredentialsAreRefusedWithoutDetail() {
        var api = new Api(URI.create(it.stack().controlPlaneFiles().url()), new Credential.Key("psk_wrong"));
        assertThatThrownBy(() -> api.get("/applications?limit=1"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageNotContaining("psk_wrong");
    }

    /// Gives the piped of tokyo one more repository.
    private void serve(PipedSpec.Repository more) {
        var spec = new Registration(it.stack(), it.api()).piped("tokyo", 1);
        var repositories = new ArrayList<>(spec.repositories());
        repositories.add(more);
        it.change(change -> change.piped(new PipedSpec(
                spec.cluster(),
                spec.id(),
                spec.key(),
                spec.replica(),
                repositories,
                spec.syncInterval(),
                spec.sealing())));
    }

    private static String bomb() {
        var text = new StringBuilder("a0: &a0 [x, x]\n");
        for (var i = 1; i < 24; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        return text.toString();
    }
}
