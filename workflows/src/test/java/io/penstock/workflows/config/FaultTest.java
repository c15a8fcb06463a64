package io.penstock.workflows.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FaultTest {
    private static final String HEAD = "apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\nspec:\n";

    /// `|` stands for the end of a line; what stands there begins in line 4, two columns in.
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "labelz: {} => ERROR 4:3 spec.labelz: unknown key (expected: a key known here; did you mean labels?)",
                "name: 12 => ERROR 4:9 spec.name: 12 (expected: text; put it in quotes)",
                "name: [a] => ERROR 4:9 spec.name: a list (expected: text)",
                "name: \"a\\nb\" => ERROR 4:9 spec.name: a\uFFFDb (expected: text on one line, without control characters)",
                "name: a|name: b => ERROR 5:3 spec.name: duplicate key (expected: each key once; it stands in line 4 already)",
                "name: a|Name: b => ERROR 5:3 spec.Name: duplicate key (expected: each key once; it stands in line 4 already)",
                "labels: {a: 1} => ERROR 4:15 spec.labels.a: 1 (expected: text; put it in quotes)",
                "labels: {a: b, a: c} => ERROR 4:18 spec.labels.a: duplicate key (expected: each key once; it stands in line 4 already)",
                "timeout: 5 minutes => ERROR 4:12 spec.timeout: 5 minutes (expected: a duration such as 90s, 1h30m or 1.5h)",
                "timeout: -5m => ERROR 4:12 spec.timeout: -5m (expected: a duration such as 90s, 1h30m or 1.5h, not negative)",
                "planner: {alwaysUsePipeline: \"yes\"} => ERROR 4:32 spec.planner.alwaysUsePipeline: yes (expected: true or false)",
                "commitMatcher: {pipeline: \"(\"} => ERROR 4:29 spec.commitMatcher.pipeline: ( (expected: a regular expression as Go understands it (RE2))",
                "commitMatcher: {quickSync: \"(?=a)\"} => ERROR 4:30 spec.commitMatcher.quickSync: (?=a) (expected: a regular expression as Go understands it (RE2))",
                "trigger: {onCommit: {paths: [\"[\"]}} => ERROR 4:32 spec.trigger.onCommit.paths[0]: [ (expected: a path pattern such as modules/*/main.tf or config/**)",
                "postSync: {chain: {applications: []}} => ERROR 4:36 spec.postSync.chain.applications: missing (expected: one matcher for each block)",
                "postSync: {chain: {applications: [{}]}} => ERROR 4:37 spec.postSync.chain.applications[0]: missing (expected: name, kind or labels)",
                "postSync: {chain: {applications: [{kind: KUBERNETE}]}} => ERROR 4:44 spec.postSync.chain.applications[0].kind: KUBERNETE (expected: one of CLOUDRUN, ECS, KUBERNETES, LAMBDA, TERRAFORM)",
                "encryption: {encryptedSecrets: {a: b}} => ERROR 4:15 spec.encryption.decryptionTargets: missing (expected: files of the application's directory that name them)",
                "encryption: {encryptedSecrets: {a: ''}, decryptionTargets: [x]} => ERROR 4:34 spec.encryption.encryptedSecrets: a without a value (expected: keys and values that are not empty)",
                "driftDetection: {ignoreFields: [a]} => ERROR 4:35 spec.driftDetection.ignoreFields[0]: a (expected: apiVersion:kind:namespace:name#path.of.field)",
                "trafficRouting: {method: smi} => ERROR 4:28 spec.trafficRouting.method: smi (expected: one of istio, podselector)",
                "trafficRouting: {istio: {virtualService: {kind: Service}}} => ERROR 4:51 spec.trafficRouting.istio.virtualService.kind: Service (expected: VirtualService)",
                "input: {multiTargets: [{target: {name: a}}]} => ERROR 4:25 spec.input.multiTargets: several targets (expected: the plugin kubernetes_multicluster)",
                "notification: {mentions: [{slackUsers: [a]}]} => ERROR 4:29 spec.notification.mentions[0].event: missing (expected: name of the event without EVENT_, or * for all)",
                "notification: {mentions: [{event: DEPLOYMENT_FAILLED}]} => ERROR 4:37 spec.notification.mentions[0].event: DEPLOYMENT_FAILLED (expected: an event without EVENT_, or *; did you mean DEPLOYMENT_FAILED?)",
                "- a => ERROR 4:3 spec: a list (expected: a block of keys and values)",
            })
    void aFaultOfAnApplicationHasItsPlaceAndWhatIsExpected(String text, String expected) {
        assertThat(faults(Corpus.text(HEAD + text.replace("|", "\n").indent(2))))
                .contains(expected.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{name: K8S_CANARY_ROLOUT} => ERROR 6:14 spec.pipeline.stages[0].name: K8S_CANARY_ROLOUT (expected: a stage; did you mean K8S_CANARY_ROLLOUT?)",
                "{name: ROLLBACK} => ERROR 6:14 spec.pipeline.stages[0].name: ROLLBACK (expected: a stage: ANALYSIS, CUSTOM_SYNC, K8S_BASELINE_CLEAN",
                "{name: TERRAFORM_PLAN} => ERROR 6:14 spec.pipeline.stages[0].name: TERRAFORM_PLAN (expected: a stage of this application's platform, KUBERNETES)",
                "{desc: a} => ERROR 6:7 spec.pipeline.stages[0].name: missing (expected: name of the stage)",
                "{name: WAIT, with: {durations: 1m}} => WARNING 6:27 spec.pipeline.stages[0].with.durations: unknown key (expected: a key known here; did you mean duration?)",
                "{name: WAIT, when: x} => WARNING 6:20 spec.pipeline.stages[0].when: unknown key (expected: a key known here: desc, id, name, skipOn, timeout, with)",
                "{name: WAIT, with: {duration: soon}} => ERROR 6:37 spec.pipeline.stages[0].with.duration: soon (expected: a duration such as 90s, 1h30m or 1.5h)",
                "{name: WAIT_APPROVAL, with: {minApproverNum: -1}} => ERROR 6:52 spec.pipeline.stages[0].with.minApproverNum: -1 (expected: 1 or more)",
                "{name: CUSTOM_SYNC} => ERROR 6:7 spec.pipeline.stages[0].with.run: missing (expected: the script, run by /bin/sh -l -c)",
                "{name: ANALYSIS, with: {metrics: [{strategy: BEST}]}} => ERROR 6:52 spec.pipeline.stages[0].with.metrics[0].strategy: BEST (expected: one of CANARY_BASELINE, CANARY_PRIMARY, PREVIOUS, THRESHOLD)",
                "{name: ANALYSIS} => ERROR 6:7 spec.pipeline.stages[0].with.duration: missing (expected: how long to measure)",
                "{name: K8S_CANARY_ROLLOUT, with: {replicas: half}} => ERROR 6:51 spec.pipeline.stages[0].with.replicas: half (expected: a number of Pods such as 2, or a share such as 10%, at most 1000000)",
                "{name: K8S_CANARY_ROLLOUT, with: {patches: [{target: {kind: A, name: b}, ops: [{op: yaml-add, path: a}]}]}} => ERROR 6:91 spec.pipeline.stages[0].with.patches[0].ops[0].op: yaml-add (expected: yaml-replace)",
                "{name: K8S_TRAFFIC_ROUTING, with: {all: blue}} => ERROR 6:47 spec.pipeline.stages[0].with.all: blue (expected: primary, canary or baseline)",
                "{name: K8S_TRAFFIC_ROUTING, with: {canary: 120}} => ERROR 6:50 spec.pipeline.stages[0].with.canary: 120 (expected: a whole percentage from 0 to 100)",
                "{name: K8S_TRAFFIC_ROUTING, with: {primary: 80, canary: 40}} => ERROR 6:51 spec.pipeline.stages[0].with.primary: 80 + 40 + 0 (expected: shares of at most 100 percent together)",
                "{name: K8S_TRAFFIC_ROUTING, with: {canary: 20}} => ERROR 6:41 spec.pipeline.stages[0].with.primary: primary 0, canary 20, baseline 0 (expected: 100 for primary or for canary, as a Service has one selector; shares need trafficRouting.method istio)",
            })
    void aFaultOfAStageHasItsPlaceAndWhatIsExpected(String stage, String expected) {
        assertThat(faults(Corpus.text(HEAD + "  pipeline:\n    stages:\n    - " + stage + "\n")))
                .contains(expected.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "planPreview: {workerNum: -1} => ERROR spec.planPreview.workerNum: -1 (expected: 0 or more)",
                "planPreview: {commandQueueBufferSize: -2} => ERROR spec.planPreview.commandQueueBufferSize: -2 (expected: 0 or more)",
                "syncInterval: -1s => ERROR spec.syncInterval: -1s (expected: a duration such as 90s, 1h30m or 1.5h, not negative)",
                "eventWatcher: {gitRepos: [{}]} => ERROR spec.eventWatcher.gitRepos[0].repoId: missing (expected: id of the repository)",
                "eventWatcher: {gitRepos: [{repoId: a}, {repoId: a}]} => ERROR spec.eventWatcher.gitRepos[1].repoId: a (expected: an id that no other has)",
                "git: {sshKeyFile: /k, sshKeyData: a2V5} => ERROR spec.git.sshKeyData: given (expected: sshKeyFile or sshKeyData, not both)",
                "git: {sshKeyFile: /k, username: u, password: a2V5} => ERROR spec.git.password: given (expected: a key of SSH or a password, not both)",
                "git: {password: a2V5} => ERROR spec.git.username: missing (expected: the user that the password belongs to)",
                "chartRepositories: [{name: a}] => ERROR spec.chartRepositories[0].address: missing (expected: text)",
                "chartRepositories: [{type: GIT}] => ERROR spec.chartRepositories[0].gitRemote: missing (expected: text)",
                "chartRegistries: [{}] => ERROR spec.chartRegistries[0].address: missing (expected: address)",
                "platformProviders: [{name: a, type: K8S}] => ERROR spec.platformProviders[0].type: K8S (expected: one of CLOUDRUN, ECS, KUBERNETES, LAMBDA, TERRAFORM)",
                "analysisProviders: [{name: a, type: PROMETHEUS}] => ERROR spec.analysisProviders[0].config.address: missing (expected: address)",
                "analysisProviders: [{name: a, type: DATADOG, config: {apiKeyFile: /a}}] => ERROR spec.analysisProviders[0].config.applicationKeyFile: missing (expected: applicationKeyFile or applicationKeyData, exactly one)",
                "notifications: {routes: [{name: a, receiver: slak}], receivers: [{name: slack}]} => ERROR spec.notifications.routes[0].receiver: slak (expected: the name of a receiver; did you mean slack?)",
                "notifications: {receivers: [{name: a, slack: {}}]} => ERROR spec.notifications.receivers[0].slack.channelID: missing (expected: hookURL, or channelID with a token)",
                "notifications: {receivers: [{name: a, slack: {channelID: c}}]} => ERROR spec.notifications.receivers[0].slack.oauthTokenFile: missing (expected: exactly one of oauthTokenFile, oauthTokenData and oauthToken)",
                "notifications: {receivers: [{name: a, slack: {hookURL: h, channelID: c}}]} => ERROR spec.notifications.receivers[0].slack.hookURL: given (expected: hookURL, or channelID with a token, not both)",
                "notifications: {receivers: [{name: a, webhook: {url: u, signatureValue: v, signatureValueFile: f}}]} => ERROR spec.notifications.receivers[0].webhook.signatureValueFile: both (expected: signatureValue or signatureValueFile, not both)",
                "notifications: {routes: [{receiver: a, events: [DEPLOYED]}], receivers: [{name: a}]} => WARNING spec.notifications.routes[0].events[0]: DEPLOYED (expected: a name that events have",
                "secretManagement: {type: GCP_KMS} => ERROR spec.secretManagement.type: GCP_KMS (expected: KEY_PAIR)",
                "secretManagement: {type: KEY_PAIR, config: {publicKeyFile: /a}} => ERROR spec.secretManagement.config.privateKeyFile: missing (expected: privateKeyFile or privateKeyData, exactly one)",
                "plugins: [{name: kubernetes, config: {chartRepositories: [{name: a}]}}] => ERROR spec.plugins[0].config.chartRepositories[0].address: missing (expected: text)",
                "plugins: [{name: analysis, config: {analysisProviders: [{name: a, type: B}]}}] => ERROR spec.plugins[0].config.analysisProviders[0].type: B (expected: one of DATADOG, PROMETHEUS, STACKDRIVER)",
                "unknown: 1 => WARNING spec.unknown: unknown key",
            })
    void aFaultOfAPipedSaysWhatIsExpected(String text, String expected) {
        var head = "apiVersion: pipecd.dev/v1beta1\nkind: Piped\nspec:\n"
                + "  projectID: p\n  pipedID: a\n  apiAddress: h:1\n  pipedKeyFile: /k\n  ";
        var found = Corpus.text(head + text + "\n").faults().stream()
                .map(fault -> fault.severity() + " " + fault.message())
                .toList();
        assertThat(found).singleElement().asString().startsWith(expected.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "{name: WAIT} => ERROR spec.pipeline.stages[0].with.duration: missing",
                "{name: WAIT, with: {duration: 0}} => ERROR spec.pipeline.stages[0].with.duration: 0 (expected: a duration such as 90s",
                "{name: WAIT, with: {duration: 0s}} => ERROR spec.pipeline.stages[0].with.duration: 0s (expected: a duration such as 90s",
                "{name: WAIT_APPROVAL} => ERROR spec.pipeline.stages[0].with.approvers: missing",
                "{name: SCRIPT_RUN} => ERROR spec.pipeline.stages[0].with.run: missing",
            })
    void theNewerFormIsStricterAboutStages(String stage, String expected) {
        var rest = "spec:\n  pipeline:\n    stages:\n    - " + stage + "\n";
        var newer = Corpus.text(
                "apiVersion: pipecd.dev/v1beta1\nkind: Application\n" + rest + "  plugins: {kubernetes: {}}\n");
        assertThat(newer.faults())
                .singleElement()
                .satisfies(fault ->
                        assertThat(fault.severity() + " " + fault.message()).startsWith(expected.strip()));
        assertThat(Corpus.text("apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\n" + rest)
                        .faults())
                .isEmpty();
    }

    @Test
    void aCanaryOfWhatIsNoDeploymentIsRefused() {
        var file = Corpus.kubernetes("""
                workloads: [{kind: StatefulSet, name: db}]
                pipeline: {stages: [{name: K8S_CANARY_ROLLOUT}]}
                """);
        assertThat(faults(file))
                .contains("ERROR 4:22 spec.workloads[0].kind: StatefulSet"
                        + " (expected: Deployment, the only kind that K8S_CANARY_ROLLOUT can copy)");
    }

    @Test
    void istioWithoutAHostIsRefusedWhereTrafficIsRouted() {
        var file = Corpus.kubernetes("""
                trafficRouting: {method: istio}
                pipeline: {stages: [{name: K8S_TRAFFIC_ROUTING, with: {canary: 20}}]}
                """);
        assertThat(faults(file))
                .contains(
                        "spec.trafficRouting.istio.host: missing (expected: the host whose destinations are divided)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "kind: KubernetesApp|spec: {} => ERROR 1:1 apiVersion: missing (expected: pipecd.dev/v1beta1)",
                "apiVersion: v1|kind: KubernetesApp|spec: {} => ERROR 1:13 apiVersion: v1 (expected: pipecd.dev/v1beta1)",
                "apiVersion: pipecd.dev/v1beta1|kind: KubernetsApp|spec: {} => ERROR 2:7 kind: KubernetsApp (expected: a kind of configuration; did you mean KubernetesApp?)",
                "apiVersion: pipecd.dev/v1beta1|kind: KubernetesApp => WARNING 1:1 spec: missing (expected: a block with the content; all of it has its default now)",
                "apiVersion: pipecd.dev/v1beta1|kind: KubernetesApp|spec: {}|more: 1 => ERROR 4:1 more: unknown key (expected: a key known here: apiVersion, kind, spec)",
                "a: [ => ERROR 2:1 file: expected the node content, but found '<stream end>' (expected: YAML)",
                "a: 1|---|b: 2 => ERROR 3:1 file: a second document (expected: one document per file)",
                "a:|\tb: 1 => ERROR 2:1 file: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for i… (expected: YAML)",
                "a: &a [*a] => ERROR 1:4 file: an alias inside its own anchor (expected: a tree)",
                "a: \"b\\0\" => ERROR 1:4 file: the character U+0000 (expected: text that can be kept)",
                "`` => ERROR 1:1 file: an empty file (expected: apiVersion, kind and spec)",
                "just words => ERROR 1:1 file: just words (expected: a block of keys and values)",
            })
    void aFaultOfAnyFileHasItsPlace(String text, String expected) {
        assertThat(faults(Corpus.text(text.replace("|", "\n") + "\n"))).contains(expected.strip());
    }

    @Test
    void aYamlBombIsRefused() {
        var levels = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 10; i++) {
            levels.append("a").append(i).append(": &a").append(i).append(" [");
            levels.append(("*a" + (i - 1) + ", ").repeat(9)).append("]\n");
        }
        assertThat(faults(Corpus.text(levels.toString()))).contains("ERROR").contains("aliases");
        var doubling = new StringBuilder("a0: &a0 [x, x]\n");
        for (var i = 1; i < 24; i++) {
            doubling.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(faults(Corpus.text(doubling.toString())))
                .isEqualTo("ERROR 1:1 file: aliases that multiply (expected: at most 50000 values)");
        assertThat(faults(Corpus.text("x: {" + "0,".repeat(500_000) + "0}\n")))
                .isEqualTo("ERROR 1:50002 file: more values (expected: at most 50000 values)");
        var text = new StringBuilder("a: &a " + "t".repeat(500_000) + "\n");
        for (var i = 0; i < 1_000; i++) {
            text.append("k%d: *a\n".formatted(i));
        }
        assertThat(faults(Corpus.text(text.toString())))
                .isEqualTo("ERROR 1:1 file: aliases that multiply (expected: at most 50000 values)");
    }

    @Test
    void aLargeABinaryAndADeepFileAreRefused() {
        assertThat(faults(ConfigFile.read("app.pipecd.yaml", new byte[10 << 20])))
                .isEqualTo("ERROR 0:0 file: 10485760 bytes (expected: a file of at most 1048576 bytes)");
        assertThat(faults(ConfigFile.read("app.pipecd.yaml", new byte[] {'a', '\n', 0, 1})))
                .isEqualTo("ERROR 2:1 file: a binary file (expected: text in UTF-8)");
        assertThat(faults(ConfigFile.read("app.pipecd.yaml", new byte[] {'a', ':', '\n', (byte) 0xc3, '('})))
                .isEqualTo("ERROR 2:1 file: bytes that are not text (expected: text in UTF-8)");
        assertThat(faults(Corpus.text("a: " + "[".repeat(5000))))
                .contains("ERROR")
                .contains("expected: YAML");
    }

    @Test
    void oneBadFileReportsAllItsFaultsInOrder() {
        var file = Corpus.kubernetes("""
                name: 1
                timeout: soon
                pipeline:
                  stages:
                    - name: WAITT
                    - name: WAIT
                      with: {duration: x}
                """);
        assertThat(file.faults().stream().map(Fault::line)).containsExactly(4, 5, 8, 10);
        assertThat(file.faults().getFirst().describe("web/app.pipecd.yaml"))
                .isEqualTo("web/app.pipecd.yaml:4:9: spec.name: 1 (expected: text; put it in quotes)");
        assertThat(file.valid()).isFalse();
    }

    @Test
    void aFileOfFaultsIsAShortReport() {
        var keys = new StringBuilder("pipeline: {stages: [{name: NONE}]}\n");
        for (var i = 0; i < 5000; i++) {
            keys.append("key").append(i).append(": 1\n");
        }
        var file = Corpus.kubernetes(keys.toString());
        assertThat(file.valid()).isFalse();
        assertThat(file.faults()).hasSize(100);
        assertThat(file.faults().getFirst().describe("a\nb.yaml")).startsWith("a\uFFFDb.yaml:");
    }

    @Test
    void aSecretIsNotShown() {
        var text = "apiVersion: pipecd.dev/v1beta1\nkind: Piped\nspec: {projectID: p, pipedID: a, apiAddress: h:1,"
                + " pipedKeyData: \"%%hidden%%\", sealing: {keys: [{id: k, keyData: hidden}]}, git: {password: 4711}}\n";
        var file = Corpus.text(text);
        assertThat(faults(file))
                .contains("spec.pipedKeyData: not shown (expected: text in base64)")
                .contains("spec.sealing.keys[0].keyData: not shown (expected: 32 bytes in base64)")
                .doesNotContain("hidden", "4711");
        assertThat(String.valueOf(Corpus.read("piped/v0.yaml").value())).doesNotContain("s3cret", "cGVuc3RvY2s=");
    }

    @Test
    void noInputMakesTheReaderThrow() {
        var seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (var path : Corpus.files()) {
            for (var round = 0; round < 40; round++) {
                var text = Corpus.content(path);
                for (var change = random.nextInt(4); change >= 0; change--) {
                    text = mutated(text, random);
                }
                ConfigFile.read("fuzz.yaml", text.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static String mutated(String text, Random random) {
        var at = random.nextInt(text.length());
        var lines = text.split("\n");
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, at) + text.substring(Math.min(text.length(), at + random.nextInt(9)));
            case 1 ->
                text.substring(0, at) + "[]{}:-#&*!|>'\"%@`~0 9\n".charAt(random.nextInt(22)) + text.substring(at);
            case 2 -> text.substring(0, at) + (char) random.nextInt(0x300) + text.substring(at);
            case 3 -> text.replaceFirst(": [^\\[{\n]+", ": " + random.nextInt());
            case 4 -> text.replaceFirst(": \\{[^\n]*", ":");
            default ->
                Arrays.stream(lines).limit(random.nextInt(lines.length) + 1).collect(Collectors.joining("\n")) + "\n"
                        + lines[random.nextInt(lines.length)];
        };
    }

    private static String faults(ConfigFile file) {
        return file.faults().stream()
                .map(fault -> fault.severity() + " " + fault.line() + ":" + fault.column() + " " + fault.message())
                .collect(Collectors.joining("\n"));
    }
}
