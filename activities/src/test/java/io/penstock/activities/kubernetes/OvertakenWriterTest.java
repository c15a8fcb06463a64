package io.penstock.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.activities.kubernetes.FencedWriter.Outcome;
import io.penstock.activities.kubernetes.FencedWriter.Target;
import io.penstock.workflows.id.CommitId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a write when somebody else writes between its look and its write. Against a real API server.
@Timeout(120)
class OvertakenWriterTest {
    private static final String CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: one}\n";
    private static final String REPLACED =
            CONFIG.replace("{name: web}", "{name: web, annotations: {pipecd.dev/sync-by-replace: enabled}}");

    private final TestCluster.Place place = TestCluster.place();

    @ParameterizedTest
    @ValueSource(strings = {"applied", "replaced"})
    void anUpdateThatANewerDeploymentOvertakesChangesNothing(String how) throws Exception {
        var config = how.equals("replaced") ? REPLACED : CONFIG;
        place.writer(1, 0).apply(target(config, 1));
        var overtaken = overtaken(2, () -> place.writer(3, 0).apply(target(config.replace("one", "three"), 3)));
        assertThatThrownBy(() -> overtaken.apply(target(config.replace("one", "two"), 2)))
                .hasMessageContaining("was written by a newer deployment")
                .hasMessageContaining("type='Fenced'");
        assertThat(Fields.text(live(), "data", "a")).isEqualTo("three");
    }

    @Test
    void anUpdateThatSomebodyElseOvertakesIsMadeToWhatIsThereThen() throws Exception {
        place.writer(1, 0).apply(target(CONFIG, 1));
        var overtaken = overtaken(2, () -> apply("somebody-else", "b"));
        assertThat(overtaken.apply(target(CONFIG.replace("one", "two"), 2))).isEqualTo(Outcome.UPDATED);
        assertThat(CanonicalJson.of(live().path("data"))).isEqualTo("{\"a\":\"two\",\"b\":\"theirs\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"applied", "replaced"})
    void whatIsDeletedUnderAnUpdateIsCreatedAndCountsAsThat(String how) throws Exception {
        var config = how.equals("replaced") ? REPLACED : CONFIG;
        place.writer(1, 0).apply(target(config, 1));
        var overtaken = overtaken(2, () -> place.send(ApiRequest.delete(path(), Fields.object())));
        assertThat(overtaken.apply(target(config, 2))).isEqualTo(Outcome.CREATED);
        assertThat(Fields.text(live(), "metadata", "annotations", Marks.FENCE)).isEqualTo("0.2.0");
    }

    @Test
    void aDeletionThatANewerDeploymentOvertakesDeletesNothing() throws Exception {
        place.writer(1, 0).apply(target(CONFIG, 1));
        var seen = live();
        var overtaken = overtaken(2, () -> place.writer(3, 0).apply(target(CONFIG, 3)));
        var type = place.cluster().types().find("v1", "ConfigMap").orElseThrow();
        assertThatThrownBy(() -> overtaken.delete(type, seen)).hasMessageContaining("type='Fenced'");
        assertThat(Live.uid(live())).isEqualTo(Live.uid(seen));
    }

    /// The patch that hands fields over holds all managed fields; one that is out of date would undo others'.
    @Test
    void aTakeoverForgetsNobodyWhoWroteMeanwhile() throws Exception {
        place.writer(1, 0).apply(target(CONFIG, 1));
        apply("kubectl", "old");
        apply("somebody-else", "b");
        overtaken(2, () -> apply("a-third", "c")).apply(target(CONFIG, 2));
        assertThat(managers()).containsExactlyInAnyOrder("penstock ", "somebody-else ", "a-third ");
        assertThat(CanonicalJson.of(live().path("data")))
                .isEqualTo("{\"a\":\"one\",\"b\":\"theirs\",\"c\":\"theirs\"}");
    }

    /// What kubectl wrote of a status belongs to no manifest, so there is nothing to be handed over.
    @Test
    void aStatusThatKubectlWroteIsNotTakenOver() throws Exception {
        var service = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n";
        place.writer(1, 0).apply(target(service, 1));
        var status = Given.object(service);
        status.remove("spec");
        Fields.make(status, "status")
                .putArray("conditions")
                .addObject()
                .put("type", "Seen")
                .put("status", "True")
                .put("reason", "Looked")
                .put("message", "")
                .put("lastTransitionTime", "2026-11-22T10:00:00Z");
        place.send(new ApiRequest(
                "PATCH",
                place.path("services", "web") + "/status",
                List.of("fieldManager", "kubectl"),
                "application/merge-patch+json",
                status,
                null));
        place.writer(2, 0).apply(target(service, 2));
        var live = Objects.requireNonNull(place.live("services", "web"));
        assertThat(Fields.at(live, "status", "conditions")).hasSize(1);
        assertThat(Fields.maps(live, "metadata", "managedFields"))
                .extracting(entry -> Fields.text(entry, "manager") + " " + Fields.text(entry, "subresource"))
                .containsExactlyInAnyOrder("penstock ", "kubectl status");
    }

    @Test
    void whatIsStillBeingDeletedIsAwaitedAndThenMadeAnew() throws Exception {
        var held = beingDeleted();
        var before = TestCluster.auditLines();
        var releases = Thread.ofVirtual().start(() -> {
            await().until(() -> TestCluster.calls(place.namespace(), before).contains("get configmaps"));
            place.send(ApiRequest.jsonPatch(path(), withoutFinalizers()));
        });
        assertThat(place.writer(2, 0).apply(target(CONFIG, 2))).isEqualTo(Outcome.CREATED);
        releases.join();
        assertThat(Live.uid(live())).isNotEqualTo(Live.uid(held));
    }

    @Test
    void whatIsBeingDeletedIsNotDeletedAgain() throws Exception {
        var held = beingDeleted();
        var type = place.cluster().types().find("v1", "ConfigMap").orElseThrow();
        assertThat(place.writer(2, 0).delete(type, held)).isFalse();
        place.send(ApiRequest.jsonPatch(path(), withoutFinalizers()));
        assertThat(place.live("configmaps", "web")).isNull();
    }

    /// Waits until the watch, on which a write's first look rests, knows the object as it is.
    private void untilSeen() throws InterruptedException {
        var watch = place.cluster().marked(target(CONFIG, 1).type(), place.namespace());
        await().until(() -> {
            var seen = watch.find(place.namespace(), "web");
            return seen != null && Live.resourceVersion(seen).equals(Live.resourceVersion(live()));
        });
    }

    /// An object whose deletion has begun and whose finalizer keeps it.
    private ObjectNode beingDeleted() throws InterruptedException {
        var kept = CONFIG.replace("{name: web}", "{name: web, finalizers: [example.com/kept]}");
        place.writer(1, 0).apply(target(kept, 1));
        place.send(ApiRequest.delete(path(), Fields.object()));
        untilSeen();
        return live();
    }

    private static ArrayNode withoutFinalizers() {
        var patch = Fields.array();
        patch.addObject().put("op", "remove").put("path", "/metadata/finalizers");
        return patch;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing  | none                             | 1
            penstock | none                             | 1
            itself   | none                             | 0
            kubectl  | none                             | 3
            penstock | pipecd.dev/sync-by-replace       | 1
            penstock | pipecd.dev/force-sync-by-replace | 2
            """)
    void everyWriteIsPrecededByTheQuestionWhetherTheAttemptStillCounts(String before, String annotation, int writes)
            throws Exception {
        switch (before) {
            case "penstock", "itself" -> {
                var number = before.equals("itself") ? 2 : 1;
                place.writer(number, 0).apply(target(CONFIG, number));
                untilSeen();
            }
            case "kubectl" -> apply("kubectl", "old");
            default -> assertThat(before).isEqualTo("nothing");
        }
        var asked = new AtomicInteger();
        var vitality = new Vitality(
                () -> {
                    asked.incrementAndGet();
                    return Duration.ZERO;
                },
                Duration.ofSeconds(5));
        var annotated = CONFIG.replace("{name: web}", "{name: web, annotations: {" + annotation + ": enabled}}");
        new FencedWriter(place.cluster(), place.claim(2, 0), vitality).apply(target(annotated, 2));
        assertThat(asked).hasValue(writes);
    }

    /// A writer that is overtaken once, when it has looked and is about to write.
    private FencedWriter overtaken(long number, Meanwhile meanwhile) throws InterruptedException {
        untilSeen();
        var once = new ArrayDeque<>(List.of(meanwhile));
        return new FencedWriter(
                place.cluster(), place.claim(number, 0), new Vitality(() -> silence(once), Duration.ofSeconds(5)));
    }

    private static Duration silence(Queue<Meanwhile> once) {
        try {
            var meanwhile = once.poll();
            if (meanwhile != null) {
                meanwhile.happens();
            }
            return Duration.ZERO;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Server-side apply of one more value in another's name.
    private void apply(String manager, String key) {
        place.send(new ApiRequest(
                "PATCH",
                path(),
                List.of("fieldManager", manager),
                "application/apply-patch+yaml",
                Given.object(CONFIG.replace("a: one", key + ": theirs")),
                null));
    }

    private List<String> managers() {
        return Fields.maps(live(), "metadata", "managedFields").stream()
                .map(entry -> Fields.text(entry, "manager") + " " + Fields.text(entry, "subresource"))
                .toList();
    }

    private String path() {
        return place.path("configmaps", "web");
    }

    private ObjectNode live() {
        return Objects.requireNonNull(place.live("configmaps", "web"));
    }

    private Target target(String text, long number) throws InterruptedException {
        var manifests = Given.manifests(text);
        var target = new Targets(place.cluster(), place.namespace()).of(manifests.getFirst(), manifests);
        var marks = new Marks(
                "piped-1", place.application(), new CommitId("a".repeat(40)), "pipecd.dev/variant", "primary");
        return new Target(
                marks.on(target.manifest(), place.claim(number, 0).fence()), target.type(), target.namespace());
    }

    private interface Meanwhile {
        void happens() throws InterruptedException;
    }
}
