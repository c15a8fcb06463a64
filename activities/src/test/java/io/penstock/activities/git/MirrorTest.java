package io.penstock.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.workflows.Failures;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.RepositoryId;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MirrorTest {
    private static final RepositoryId ID = new RepositoryId("shop");

    @TempDir
    Path folder;

    private GitWork work;
    private Mirrors mirrors;
    private Mirror mirror;

    @BeforeEach
    void begin() throws IOException {
        work = new GitWork(folder);
        open();
    }

    @AfterEach
    void end() {
        mirrors.close();
    }

    private void open() throws IOException {
        mirrors = new Mirrors(
                List.of(new Remote(ID, work.bare().toString(), "main")), GitAccess.NONE, folder.resolve("mirrors"));
        mirror = mirrors.get(ID);
    }

    @Test
    void followsTheBranch() {
        assertThat(mirror.head()).isEmpty();
        var first = work.write("a/x.yaml", "x: 1\n").push("first");
        assertThat(mirror.fetch()).isEqualTo(first);
        assertThat(mirror.head()).contains(first);
        var second = work.write("a/y.yaml", "y: 1\n").push("second\n\nwith a body");
        assertThat(mirror.fetch()).isEqualTo(second);
        assertThat(mirror.changedPaths(first, second)).contains(List.of("a/y.yaml"));
        assertThat(mirror.contains(first)).isTrue();
        var view = mirror.commit(second);
        assertThat(view.author()).isEqualTo("Ada <ada@example.com>");
        assertThat(view.message()).isEqualTo("second\n\nwith a body");
    }

    @Test
    void readsFilesWithoutCheckout() {
        var commit = work.write("app/b.yaml", "b")
                .write("app/sub/c.yaml", "c")
                .write("app.yaml", "d")
                .push("files");
        mirror.fetch();
        assertThat(mirror.files(commit, "app")).extracting(Blob::path).containsExactly("app/b.yaml", "app/sub/c.yaml");
        assertThat(mirror.files(commit, "./app/")).hasSize(2);
        assertThat(mirror.files(commit, ".")).hasSize(3);
        assertThat(mirror.files(commit, "nowhere")).isEmpty();
        assertThat(mirror.files(commit, "app.yaml")).isEmpty();
        var blob = mirror.file(commit, "app/sub/c.yaml").orElseThrow();
        assertThat(new String(mirror.read(blob, 10), StandardCharsets.UTF_8)).isEqualTo("c");
        assertThat(mirror.file(commit, "app")).isEmpty();
    }

    @Test
    void refusesAFileThatIsTooLargeAndAPathThatLeadsOut() {
        var commit = work.write("big", "x".repeat(1000)).push("big");
        mirror.fetch();
        var blob = mirror.file(commit, "big").orElseThrow();
        assertThatThrownBy(() -> mirror.read(blob, 999)).isInstanceOfSatisfying(ApplicationFailure.class, e -> {
            assertThat(e.getType()).isEqualTo(Failures.CONFIGURATION);
            assertThat(e.getOriginalMessage()).isEqualTo("big: 1000 bytes (expected: at most 999)");
        });
        for (var path : List.of("../x", "a/../../x", "/etc", "a\0b")) {
            assertThatThrownBy(() -> mirror.files(commit, path)).hasMessageContaining("inside the repository");
        }
        assertThat(mirror.files(commit, "--upload-pack=touch")).isEmpty();
    }

    @Test
    void followsLinksOnlyInsideTheRepository() throws IOException {
        work.write("shared/base.yaml", "base").write("app/own.yaml", "own");
        Files.createSymbolicLink(work.tree().resolve("app/in.yaml"), Path.of("../shared/base.yaml"));
        Files.createSymbolicLink(work.tree().resolve("app/out.yaml"), Path.of("../../../etc/passwd"));
        Files.createSymbolicLink(work.tree().resolve("app/absolute.yaml"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(work.tree().resolve("app/loop.yaml"), Path.of("loop.yaml"));
        var commit = work.push("links");
        mirror.fetch();
        var files = mirror.files(commit, "app");
        assertThat(files)
                .extracting(Blob::name, Blob::kind)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("in.yaml", Blob.Kind.FILE),
                        org.assertj.core.groups.Tuple.tuple("out.yaml", Blob.Kind.DEAD_LINK),
                        org.assertj.core.groups.Tuple.tuple("absolute.yaml", Blob.Kind.DEAD_LINK),
                        org.assertj.core.groups.Tuple.tuple("loop.yaml", Blob.Kind.DEAD_LINK));
        var followed = mirror.file(commit, "app/in.yaml").orElseThrow();
        assertThat(new String(mirror.read(followed, 10), StandardCharsets.UTF_8))
                .isEqualTo("base");
    }

    @Test
    void leavesSubmodulesOutAndBearsStrangeNames() {
        var other = new GitWork(folder("other"));
        other.write("x", "x").push("x");
        work.write("app/--help", "1").write("app/new\nline", "2");
        work.git("submodule", "--quiet", "add", other.bare().toString(), "app/module");
        var commit = work.push("strange");
        mirror.fetch();
        assertThat(mirror.files(commit, "app")).extracting(Blob::name).containsExactlyInAnyOrder("--help", "new\nline");
    }

    @Test
    void livesThroughAForcedPush() {
        var first = work.write("a", "1").push("first");
        var lost = work.write("a", "2").write("b", "2").push("lost");
        mirror.fetch();
        work.git("reset", "-q", "--hard", first.value());
        var other = work.write("a", "3").push("other");
        assertThat(mirror.fetch()).isEqualTo(other);
        assertThat(mirror.contains(lost)).isFalse();
        assertThat(mirror.changedPaths(lost, other)).contains(List.of("a", "b"));
        assertThatThrownBy(() -> mirror.require(lost)).hasMessageContaining("not on branch main of repository shop");
        assertThat(mirror.changedPaths(new CommitId("0".repeat(40)), other)).isEmpty();
    }

    @Test
    void fetchesOnlyTheConfiguredBranch() {
        work.write("a", "1").push("first");
        work.git("checkout", "-q", "-b", "feature");
        var feature = work.write("a", "evil").commit("feature");
        work.git("push", "-q", "origin", "feature");
        mirror.fetch();
        assertThat(mirror.contains(feature)).isFalse();
        assertThatThrownBy(() -> mirror.commit(feature)).hasMessageContaining("not on branch main");
    }

    @Test
    void parksOnAMissingBranchAndAnUnknownRepository() {
        assertThatThrownBy(() -> mirror.fetch())
                .isInstanceOfSatisfying(
                        ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo(Failures.PARKED));
        assertThatThrownBy(() -> mirrors.get(new RepositoryId("other")))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo(Failures.PARKED));
    }

    @Test
    void saysThatTheRemoteIsGoneAndGoesOnWhenItIsBack() throws IOException {
        var first = work.write("a", "1").push("first");
        mirror.fetch();
        var away = work.bare().resolveSibling("away.git");
        Files.move(work.bare(), away);
        assertThatThrownBy(() -> mirror.fetch()).isInstanceOf(GitUnavailable.class);
        assertThat(mirror.head()).contains(first);
        Files.move(away, work.bare());
        assertThat(mirror.fetch()).isEqualTo(first);
    }

    @Test
    void survivesAKillInTheMiddleOfAFetch() throws IOException {
        var first = work.write("a", "1").push("first");
        mirror.fetch();
        mirrors.close();
        var mirrorFolder = mirrorFolder();
        Files.writeString(mirrorFolder.resolve("refs/heads/main.lock"), "");
        Files.writeString(mirrorFolder.resolve("objects/pack/incoming_123.pack"), "PACK");
        open();
        var second = work.write("a", "2").push("second");
        assertThat(mirror.fetch()).isEqualTo(second);
        assertThat(mirror.contains(first)).isTrue();
    }

    @Test
    void makesADamagedMirrorAnewWhenOpened() throws IOException {
        var first = work.write("a", "1").push("first");
        mirror.fetch();
        mirrors.close();
        truncatePacks();
        open();
        assertThat(mirror.head()).isEmpty();
        assertThat(mirror.fetch()).isEqualTo(first);
        assertThat(mirror.files(first, "")).hasSize(1);
    }

    @Test
    void makesADamagedMirrorAnewWhileItRuns() throws IOException {
        var first = work.write("a", "1").push("first");
        mirror.fetch();
        mirrors.close();
        open();
        Files.delete(mirrorFolder()
                .resolve("objects/pack")
                .toFile()
                .listFiles((_, name) -> name.endsWith(".idx"))[0]
                .toPath());
        truncatePacks();
        assertThat(mirror.fetch()).isEqualTo(first);
        assertThat(mirror.files(first, "")).hasSize(1);
    }

    @Test
    void keepsManyFetchesInOrder() throws Exception {
        var first = work.write("a", "1").push("first");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = threads.invokeAll(IntStream.range(0, 30)
                    .<java.util.concurrent.Callable<CommitId>>mapToObj(_ -> () -> mirror.fetch())
                    .toList());
            for (var result : results) {
                assertThat(result.get()).isEqualTo(first);
            }
        }
    }

    @Test
    void anInterruptedReaderDisturbsNoOther() throws Exception {
        for (var i = 0; i < 50; i++) {
            work.write("dir" + i + "/file", "content " + i);
        }
        var commit = work.push("first");
        mirror.fetch();
        for (var round = 0; round < 20; round++) {
            var hasty = Thread.ofVirtual().start(() -> {
                try {
                    while (!Thread.currentThread().isInterrupted()) {
                        mirror.files(commit, "").forEach(blob -> mirror.read(blob, 100));
                    }
                } catch (GitUnavailable _) {
                    // this one was interrupted
                }
            });
            Thread.sleep(5);
            hasty.interrupt();
            assertThat(mirror.files(commit, ""))
                    .hasSize(50)
                    .allSatisfy(blob -> assertThat(mirror.read(blob, 100)).isNotEmpty());
            hasty.join();
        }
    }

    @Test
    void packsAfterManyFetches() throws Exception {
        work.push("begin");
        for (var i = 0; i < 40; i++) {
            work.write("a", "" + i).push("change " + i);
            mirror.fetch();
        }
        assertThat(packs()).hasSize(40);
        for (var pack : packs()) {
            Files.setLastModifiedTime(pack, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        }
        var last = work.write("a", "last").push("the last");
        mirror.fetch();
        while (packs().size() > 8) {
            Thread.sleep(20);
        }
        assertThat(mirror.head()).contains(last);
        assertThat(mirror.files(last, "")).hasSize(1);
        assertThat(mirror.contains(last)).isTrue();
    }

    @Test
    void packsNoMoreThanOnceInAWhile() {
        assertThat(Packing.isDue(40, null)).isFalse();
        assertThat(Packing.isDue(41, null)).isTrue();
        assertThat(Packing.isDue(1_000, Duration.ofMinutes(9))).isFalse();
        assertThat(Packing.isDue(41, Duration.ofMinutes(10))).isTrue();
    }

    private List<Path> packs() throws IOException {
        try (var found = Files.list(mirrorFolder().resolve("objects/pack"))) {
            return found.filter(each -> each.toString().endsWith(".pack")).toList();
        }
    }

    private Path mirrorFolder() throws IOException {
        try (var found = Files.list(folder.resolve("mirrors"))) {
            return found.filter(each -> each.toString().endsWith(".git"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void truncatePacks() throws IOException {
        for (var pack : packs()) {
            Files.write(pack, java.util.Arrays.copyOf(Files.readAllBytes(pack), 20));
        }
    }

    private Path folder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
