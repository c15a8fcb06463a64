package io.penstock.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.activities.door.DoorClient;
import io.penstock.activities.door.DoorDouble;
import io.penstock.activities.door.Redactor;
import io.penstock.workflows.Failures;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.RepositoryId;
import io.penstock.workflows.watch.GitActivities;
import io.penstock.workflows.watch.GitActivities.AwaitChange;
import io.penstock.workflows.watch.GitActivities.Change;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class GitActivitiesTest {
    private static final RepositoryId SHOP = new RepositoryId("shop");
    private static final String QUICK = "apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\nspec:\n  name: %s\n";

    @TempDir
    Path folder;

    private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
    private final Pokes pokes = new Pokes();
    private GitWork work;
    private DoorDouble door;
    private DoorClient client;
    private Mirrors mirrors;
    private GitActivitiesImpl implementation;
    private GitActivities git;

    @BeforeEach
    void begin() throws IOException {
        work = new GitWork(folder);
        door = new DoorDouble();
        client = door.client();
        mirrors = new Mirrors(
                List.of(new Remote(SHOP, work.bare().toString(), "main")), GitAccess.NONE, folder.resolve("mirrors"));
        implementation = new GitActivitiesImpl(new GitActivitiesImpl.Parts(
                new ClusterName("tokyo"),
                mirrors,
                pokes,
                client,
                new Redactor(List.of()),
                Duration.ofMinutes(1),
                new TreeMap<>(),
                1 << 24));
        environment.registerActivitiesImplementations(implementation);
        git = environment.newActivityStub(
                GitActivities.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofHours(1))
                        .setHeartbeatTimeout(Duration.ofSeconds(5))
                        .build());
    }

    @AfterEach
    void end() {
        implementation.close();
        environment.close();
        mirrors.close();
        client.close();
        door.close();
    }

    @Test
    void theFirstLookFindsEveryRegisteredApplication() {
        work.write("web/app.pipecd.yaml", QUICK.formatted("web")).write("api/app.pipecd.yaml", QUICK.formatted("api"));
        var head = work.push("begin");
        register("web", "api");
        var change = git.awaitChange(new AwaitChange(SHOP, null));
        assertThat(change.from()).isNull();
        assertThat(change.to()).isEqualTo(head);
        var set = set(change);
        assertThat(set.head().message()).isEqualTo("begin");
        assertThat(set.applications())
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.config()).isNotNull())
                .allSatisfy(each -> assertThat(each.changedPaths()).isEmpty());
        assertThat(git.awaitChange(new AwaitChange(SHOP, null))).isEqualTo(change);
    }

    @Test
    void aPokeBringsTheChangeAtOnceWithThePathsThatDecide() throws Exception {
        work.write("web/app.pipecd.yaml", QUICK.formatted("web")).write("api/app.pipecd.yaml", QUICK.formatted("api"));
        var first = work.push("begin");
        register("web", "api");
        var change = later(first);
        var second = work.write("web/deployment.yaml", "x").write("readme", "x").push("web only");
        assertThat(change).isNotDone();
        pokes.accept(new Door.Event(Door.Event.Kind.FETCH, SHOP));
        var found = change.get(20, TimeUnit.SECONDS);
        assertThat(found.from()).isEqualTo(first);
        assertThat(found.to()).isEqualTo(second);
        assertThat(set(found).applications()).singleElement().satisfies(each -> {
            assertThat(each.application()).isEqualTo(id(0));
            assertThat(each.changedPaths()).containsExactly("web/deployment.yaml");
        });
    }

    @Test
    void triggerPathsAndIgnoredPathsGoUp() {
        var trigger = QUICK.formatted("web") + "  trigger:\n    onCommit:\n      paths: [shared/**]\n"
                + "      ignores: ['**/*.md']\n";
        work.write("web/app.pipecd.yaml", trigger);
        var first = work.push("begin");
        register("web");
        work.write("shared/base.yaml", "x").write("docs/a.md", "x");
        var change = git.awaitChange(new AwaitChange(SHOP, commitBefore(first)));
        assertThat(set(change).applications())
                .singleElement()
                .satisfies(each -> assertThat(each.changedPaths()).containsExactly("docs/a.md", "shared/base.yaml"));
    }

    @Test
    void anUnreachableHostIsReportedAndTheWatchGoesOn() throws Exception {
        work.write("web/app.pipecd.yaml", QUICK.formatted("web"));
        var first = work.push("begin");
        mirrors.get(SHOP).fetch();
        var away = work.bare().resolveSibling("away.git");
        Files.move(work.bare(), away);
        var change = later(first);
        Awaitility.await().until(() -> !door.progress.isEmpty());
        assertThat(door.progress.getFirst().cause()).startsWith("repository shop cannot be fetched");
        assertThat(door.progress.getFirst().unblock()).isNotNull();
        Files.move(away, work.bare());
        var second = work.push("back");
        pokes.accept(new Door.Event(Door.Event.Kind.FETCH, null));
        assertThat(change.get(20, TimeUnit.SECONDS).to()).isEqualTo(second);
        assertThat(door.progress.getLast().cause()).isNull();
    }

    @Test
    void badFilesAreFaultsOfTheirOwnApplicationOnly() throws IOException {
        work.write("good/app.pipecd.yaml", QUICK.formatted("good"));
        work.write("typo/app.pipecd.yaml", QUICK.formatted("typo") + "  pipelin: {}\n");
        work.write("big/app.pipecd.yaml", QUICK.formatted("big") + "#" + "x".repeat(10 << 20));
        work.write("no\nline/app.pipecd.yaml", QUICK.formatted("strange"));
        Files.createDirectories(work.tree().resolve("binary"));
        Files.write(work.tree().resolve("binary/app.pipecd.yaml"), new byte[] {0, 1, 2, (byte) 255, 0});
        Files.createDirectories(work.tree().resolve("link"));
        Files.createSymbolicLink(work.tree().resolve("link/app.pipecd.yaml"), Path.of("/etc/passwd"));
        work.push("begin");
        register("good", "typo", "big", "binary", "link", "missing", "no\nline");
        var touched = set(git.awaitChange(new AwaitChange(SHOP, null))).applications();
        assertThat(touched).hasSize(7);
        for (var each : touched) {
            var good = each.application().equals(id(0)) || each.application().equals(id(6));
            assertThat(each.config() != null).as("%s", each).isEqualTo(good);
            if (!good) {
                assertThat(each.faults())
                        .isNotEmpty()
                        .allSatisfy(fault -> assertThat(fault.message()).isNotBlank());
            }
        }
    }

    @Test
    void filesThatNobodyRegisteredAreSuggested() {
        work.write("web/app.pipecd.yaml", QUICK.formatted("web"));
        work.write("new/other.pipecd.yaml", QUICK.formatted("newcomer"));
        work.push("begin");
        register("web");
        assertThat(set(git.awaitChange(new AwaitChange(SHOP, null))).suggestions())
                .containsExactly(new Door.Suggestion("new", "other.pipecd.yaml", "newcomer", "KubernetesApp"));
    }

    @Test
    void aRepositoryThatIsNotConfiguredParks() {
        assertThatThrownBy(() -> git.awaitChange(new AwaitChange(new RepositoryId("other"), null)))
                .isInstanceOfSatisfying(
                        ActivityFailure.class, e -> assertThat(Failures.type(e)).isEqualTo(Failures.PARKED));
    }

    @Test
    void oneOfAThousandApplicationsIsFoundQuickly() {
        var names = IntStream.range(0, 1_000).mapToObj(i -> "apps/a" + i).toArray(String[]::new);
        for (var name : names) {
            work.write(name + "/app.pipecd.yaml", QUICK.formatted(name.replace('/', '-')));
            for (var i = 0; i < 9; i++) {
                work.write(name + "/file" + i, name + i);
            }
        }
        var first = work.push("begin");
        register(names);
        assertThat(set(git.awaitChange(new AwaitChange(SHOP, null))).applications())
                .hasSize(1_000);
        work.write("apps/a7/file3", "changed").push("one");
        var begun = System.nanoTime();
        var change = git.awaitChange(new AwaitChange(SHOP, first));
        System.out.println("one of 1,000 applications: " + (System.nanoTime() - begun) / 1_000_000 + " ms");
        assertThat(set(change).applications())
                .singleElement()
                .satisfies(each -> assertThat(each.application()).isEqualTo(id(7)));
    }

    @Test
    void theChangeSetsIdFollowsFromItsSubject() {
        var commit = work.push("begin");
        var mirror = mirrors.get(SHOP);
        var tokyo = new ChangeSets(new ClusterName("tokyo"), new TreeMap<>());
        var osaka = new ChangeSets(new ClusterName("osaka"), new TreeMap<>());
        var id = tokyo.id(mirror, null, commit, 1);
        assertThat(id).matches("[0-9a-f]{64}").isEqualTo(tokyo.id(mirror, null, commit, 1));
        assertThat(id).isNotEqualTo(osaka.id(mirror, null, commit, 1));
        assertThat(id).isNotEqualTo(tokyo.id(mirror, null, commit, 2));
        assertThat(id).isNotEqualTo(tokyo.id(mirror, commit, commit, 1));
    }

    @Test
    void aStoppingPipedGivesTheWatchBack() {
        var first = work.push("begin");
        var change = later(first);
        implementation.close();
        assertThatThrownBy(() -> change.get(10, TimeUnit.SECONDS)).hasStackTraceContaining("the piped is stopping");
    }

    private CommitId commitBefore(CommitId first) {
        work.push("then");
        return first;
    }

    private CompletableFuture<Change> later(CommitId since) {
        return CompletableFuture.supplyAsync(
                () -> git.awaitChange(new AwaitChange(SHOP, since)),
                task -> Thread.ofVirtual().start(task));
    }

    private Door.ChangeSet set(Change change) {
        return Objects.requireNonNull(door.changeSets.get(change.changeSet()));
    }

    private void register(String... paths) {
        var all = new ArrayList<Door.Registration>();
        for (var path : paths) {
            all.add(new Door.Registration(id(all.size()), path, SHOP, path, "app.pipecd.yaml"));
        }
        door.registrations = new Door.Registrations(2, all);
    }

    private static ApplicationId id(int number) {
        return new ApplicationId("0198f000-0000-7000-8000-%012d".formatted(number));
    }

    @ParameterizedTest
    @CsvSource({
        "1000,   0,  0, 1000",
        "1000, 100,  0,  900",
        "1000, 500,  0,  500",
        "1000, 900,  0,  500",
        "1000, 100,  1, 1000",
        "1000, 100,  2, 2000",
        "1000, 100,  5, 16000",
        "1000, 100,  6, 30000",
        "1000, 100, 99, 30000"
    })
    void restsBetweenTwoLooks(long interval, long took, int failures, long pause) {
        assertThat(GitActivitiesImpl.pause(Duration.ofMillis(interval), Duration.ofMillis(took), failures))
                .isEqualTo(Duration.ofMillis(pause));
    }
}
